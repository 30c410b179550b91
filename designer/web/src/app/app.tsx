import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App as Antd, ConfigProvider } from 'antd'
import en from 'antd/locale/en_US'
import zh from 'antd/locale/zh_CN'
import { useMemo } from 'react'
import { ApiError } from '../api/client'
import { LanguageProvider, useLang } from './lang'
import { useMedia } from './media'
import { nonce } from './nonce'
import { router } from './router'
import { themeOf } from './theme'

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal is an answer: only a broken connection is worth another try.
      retry: (count, err) => !(err instanceof ApiError && err.problem) && count < 2,
      staleTime: 10_000,
      // A broken line is said at once, instead of waiting in silence for a better one.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

function Themed() {
  const { lang } = useLang()
  const dark = useMedia('(prefers-color-scheme: dark)')
  const still = useMedia('(prefers-reduced-motion: reduce)')
  const theme = useMemo(() => themeOf(dark, still), [dark, still])
  return (
    <ConfigProvider
      locale={lang === 'zh' ? zh : en}
      theme={theme}
      csp={nonce ? { nonce } : undefined}
      button={{ autoInsertSpace: false }}
    >
      <Antd>
        <RouterProvider router={router} />
      </Antd>
    </ConfigProvider>
  )
}

export function App() {
  return (
    <QueryClientProvider client={client}>
      <LanguageProvider>
        <Themed />
      </LanguageProvider>
    </QueryClientProvider>
  )
}
