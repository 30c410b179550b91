import { Button, Empty } from 'antd'
import { type ReactNode, useEffect, useRef } from 'react'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'
import { SearchBox } from '../../app/search-box'
import { useUrl } from '../../app/url'
import { Waiting } from '../../app/waiting'
import type { Word } from '../../app/words'

interface Props<T> {
  title: Word
  query: { data?: T[]; isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown }
  /** What can be searched for. */
  texts: (item: T) => (string | undefined)[]
  card: (item: T) => ReactNode
  id: (item: T) => string
}

/** A list whose entries have pages of their own. Each entry's first link opens it. */
export function CardList<T>({ title, query, texts, card, id }: Props<T>) {
  const { t } = useLang()
  const [url, change] = useUrl()
  const list = useRef<HTMLUListElement>(null)
  const q = (url.q ?? '').toLowerCase()
  const items = (query.data ?? []).filter((i) => !q || texts(i).some((x) => x?.toLowerCase().includes(q)))
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if ((e.key !== 'ArrowDown' && e.key !== 'ArrowUp') || e.metaKey || e.ctrlKey || e.altKey) return
      const links = [...(list.current?.querySelectorAll<HTMLElement>('li > * a:first-of-type') ?? [])]
      const at = links.indexOf(document.activeElement as HTMLElement)
      const inSearch = !!document.activeElement?.closest('.om-search')
      if (at < 0 && !inSearch && document.activeElement !== document.body) return
      e.preventDefault()
      links[Math.max(0, Math.min(links.length - 1, at + (e.key === 'ArrowDown' ? 1 : -1)))]?.focus()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  if (query.isError && !query.data) return <Failed error={query.error} retry={() => query.refetch()} />
  return (
    <>
      <div className="om-head">
        <h1>{t(title)}</h1>
        {query.data && <span className="om-dim">{t('countOf', { n: items.length })}</span>}
      </div>
      <SearchBox label={t('searchNames')} onEnter={() => list.current?.querySelector<HTMLElement>('a')?.click()} />
      {query.isPending && <Waiting />}
      {!query.isPending && items.length === 0 && (
        <div className="om-panel om-body">
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={q ? t('nothingFound', { q }) : t('nothingHere')}>
            {q && <Button onClick={() => change({ q: undefined })}>{t('clearSearch')}</Button>}
          </Empty>
        </div>
      )}
      <ul className="om-cards" ref={list}>
        {items.map((i) => (
          <li key={id(i)} className="om-panel">
            {card(i)}
          </li>
        ))}
      </ul>
    </>
  )
}
