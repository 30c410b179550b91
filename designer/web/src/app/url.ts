import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

/** What a page keeps in its address: plain names and plain texts, so that an address can be read, sent and typed. */
export type Search = Record<string, string | undefined>

export function readSearch(text: string): Search {
  return Object.fromEntries(new URLSearchParams(text))
}

export function writeSearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === 'string' && value !== '') params.set(name, value)
  }
  const text = params.toString()
  return text ? `?${text}` : ''
}

/** The page's state in its address. A change replaces the entry unless it opens something one would go back from. */
export function useUrl(): [Search, (patch: Search, push?: boolean) => void] {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const change = useCallback(
    (patch: Search, push = false) => {
      // The router types a search by route; ours is the same on every route.
      const next = (old: Search) => ({ ...old, ...patch })
      void navigate({ to: '.', search: next as never, replace: !push, resetScroll: false })
    },
    [navigate],
  )
  return [search, change]
}
