import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { Text } from '../api/client'
import { type Word, words } from './words'

export type Lang = 'zh' | 'en'

interface Language {
  lang: Lang
  setLang: (lang: Lang) => void
  /** A word of the interface; {name} is filled from values. */
  t: (word: Word, values?: Record<string, string | number>) => string
  /** A text of the metadata. */
  tx: (text: Text | null | undefined) => string
}

const Context = createContext<Language | null>(null)

/** The citizen pages keep the language in the same cookie. */
function remembered(): Lang {
  const m = /(?:^|; )lang=(zh|en)/.exec(document.cookie)
  if (m) return m[1] as Lang
  return navigator.language.startsWith('en') ? 'en' : 'zh'
}

/**
 * Fills in {name}. A choice in brackets, "(s)" or "(y|ies)", goes by the number
 * filled in before it, as the server's metamodel.Counted does.
 */
export function fill(pattern: string, values: Record<string, string | number> = {}): string {
  let one = false
  return pattern.replace(/\{(\w+)\}|\((e?s|[a-z]+\|[a-z]+)\)/g, (whole, name?: string, choice?: string) => {
    if (choice) {
      const [first = '', second = ''] = choice.includes('|') ? choice.split('|') : ['', choice]
      return one ? first : second
    }
    const value = values[name as string]
    if (value !== undefined && /^\d/.test(String(value))) one = String(value) === '1'
    return String(value ?? whole)
  })
}

export function textIn(text: Text | null | undefined, lang: Lang): string {
  if (!text) return ''
  return text[lang] || text.zh || text.en || ''
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [lang, setLang] = useState<Lang>(remembered)
  useEffect(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
    document.cookie = `lang=${lang}; path=/; max-age=31536000; samesite=lax`
    document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en'
  }, [lang])
  const value = useMemo<Language>(
    () => ({
      lang,
      setLang,
      t: (word, values) => fill(words[word][lang === 'zh' ? 0 : 1], values),
      tx: (text) => textIn(text, lang),
    }),
    [lang],
  )
  return <Context value={value}>{children}</Context>
}

export function useLang(): Language {
  const value = useContext(Context)
  if (!value) throw new Error('LanguageProvider is missing')
  return value
}
