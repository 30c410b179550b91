import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  base: '/staff/',
  plugins: [react()],
  build: {
    outDir: '../dist',
    emptyOutDir: false,
    target: 'es2022',
    chunkSizeWarningLimit: 2000, // charts and the graph layout are big and loaded when opened
  },
  server: { proxy: { '/api': 'http://localhost:8080', '/preview': 'http://localhost:8080', '/assets': 'http://localhost:8080' } },
  test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'], testTimeout: 120_000, hookTimeout: 120_000 },
})
