// Builds ../dist: the staff app, and the API's documentation beside it.

import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

const here = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(here, '../dist')
const require = createRequire(import.meta.url)

for (const name of readdirSync(dist)) {
  if (name !== '.keep') rmSync(join(dist, name), { recursive: true })
}
await build({ root: here, logLevel: 'warn' })

// Swagger UI is served from our own host; its names carry a hash like ours.
const assets = join(dist, 'assets')
mkdirSync(assets, { recursive: true })
const swagger = dirname(require.resolve('swagger-ui-dist/package.json'))
const hashed = (from, name) => {
  const body = readFileSync(from)
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 8)
  const out = name.replace(/(\.\w+)$/, `-${hash}$1`)
  copyFileSync(from, join(assets, out))
  return out
}
const css = hashed(join(swagger, 'swagger-ui.css'), 'swagger-ui.css')
const bundle = hashed(join(swagger, 'swagger-ui-bundle.js'), 'swagger-ui.js')
const start = hashed(join(here, 'scripts/docs.js'), 'docs.js')
writeFileSync(
  join(dist, 'docs.html'),
  `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>一事通 OneMatter API</title><link rel="stylesheet" href="/staff/assets/${css}"></head>
<body><div id="docs"></div><script src="/staff/assets/${bundle}"></script><script src="/staff/assets/${start}"></script></body></html>
`,
)

// Compressed once, here, instead of at every request. Only that is kept: the
// program would otherwise carry everything twice.
let shell = 0
const html = readFileSync(join(dist, 'index.html'), 'utf8')
for (const name of readdirSync(assets)) {
  const file = join(assets, name)
  if (!/\.(js|css|svg|json)$/.test(name) || statSync(file).size < 1024) continue
  const gz = gzipSync(readFileSync(file), { level: 9 })
  writeFileSync(`${file}.gz`, gz)
  rmSync(file)
  if (html.includes(name)) shell += gz.length
}
const budget = 350 * 1024
console.log(`staff shell: ${(shell / 1024).toFixed(1)} kB gzipped (budget ${budget / 1024} kB)`)
if (shell > budget) {
  console.error('the staff shell is over its budget')
  process.exit(1)
}
