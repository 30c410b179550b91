import { CloseOutlined } from '@ant-design/icons'
import { Button, Drawer, Empty } from 'antd'
import { type ReactNode, useEffect, useRef } from 'react'
import { useLang } from '../../app/lang'
import { useMedia } from '../../app/media'
import { Failed } from '../../app/not-found'
import { SearchBox } from '../../app/search-box'
import { useUrl } from '../../app/url'
import { Waiting } from '../../app/waiting'
import type { Word } from '../../app/words'

interface Item {
  id: string
}

interface Props<T extends Item> {
  title: Word
  search: Word
  query: { data?: T[]; isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown }
  /** Narrows by the words searched for; absent where the API has searched already. */
  filter?: (item: T, q: string) => boolean
  row: (item: T) => ReactNode
  detail: (id: string) => ReactNode
  /** What the open item is called, for the reader of a drawer. */
  label: (item: T) => string
}

/** A list beside what is chosen in it; on a narrow screen the choice opens over it. The address keeps both. */
export function Split<T extends Item>({ title, search, query, filter, row, detail, label }: Props<T>) {
  const { t } = useLang()
  const [url, change] = useUrl()
  const wide = useMedia('(min-width: 1180px)')
  const list = useRef<HTMLUListElement>(null)
  const q = url.q ?? ''
  const items = (query.data ?? []).filter((i) => !q || !filter || filter(i, q.toLowerCase()))
  const open = (id: string | undefined) => change({ id }, !url.id)
  const chosen = items.find((i) => i.id === url.id)
  const choose = (step: number) => {
    const at = items.findIndex((i) => i.id === url.id)
    const next = items[Math.max(0, Math.min(items.length - 1, at + step))]
    if (!next) return
    change({ id: next.id })
    list.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(next.id)}"]`)?.focus()
  }
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.metaKey || e.ctrlKey || e.altKey || e.defaultPrevented) return
      const inList = list.current?.contains(document.activeElement)
      const inSearch =
        document.activeElement instanceof HTMLInputElement && !!document.activeElement.closest('.om-search')
      const free =
        inList || inSearch || document.activeElement === document.body || document.activeElement?.id === 'main'
      if (!free) return
      if (e.key === 'ArrowDown') choose(1)
      else if (e.key === 'ArrowUp') choose(-1)
      else if (e.key === 'Escape' && url.id) open(undefined)
      else return
      e.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  })
  if (query.isError && !query.data) return <Failed error={query.error} retry={() => query.refetch()} />
  return (
    <>
      <div className="om-head">
        <h1>{t(title)}</h1>
        {query.data && <span className="om-dim">{t('countOf', { n: items.length })}</span>}
      </div>
      <SearchBox label={t(search)} onEnter={() => items[0] && change({ id: items[0].id }, !url.id)} />
      <div className={url.id && wide ? 'om-split om-split-open' : 'om-split'}>
        <div className="om-panel om-split-list">
          {query.isPending && <Waiting />}
          {!query.isPending && items.length === 0 && (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={q ? t('nothingFound', { q }) : t('nothingHere')}>
              {q && <Button onClick={() => change({ q: undefined })}>{t('clearSearch')}</Button>}
            </Empty>
          )}
          <ul ref={list}>
            {items.map((i) => (
              <li key={i.id}>
                <button
                  type="button"
                  data-id={i.id}
                  className={i.id === url.id ? 'om-item om-on' : 'om-item'}
                  aria-pressed={i.id === url.id}
                  onClick={() => open(i.id)}
                >
                  {row(i)}
                </button>
              </li>
            ))}
          </ul>
        </div>
        {url.id && wide && (
          <aside className="om-panel om-detail" aria-label={chosen ? label(chosen) : url.id}>
            <Button
              className="om-detail-close"
              type="text"
              icon={<CloseOutlined />}
              aria-label={t('close')}
              onClick={() => open(undefined)}
            />
            {detail(url.id)}
          </aside>
        )}
      </div>
      {wide ? (
        <p className="om-dim om-keys">{t('catalogKeys')}</p>
      ) : (
        <Drawer
          open={!!url.id}
          onClose={() => open(undefined)}
          size="min(560px, 100%)"
          title={<h2 className="om-drawer-title">{chosen ? label(chosen) : url.id}</h2>}
          closable={{ 'aria-label': t('close') }}
          destroyOnHidden
        >
          <div className="om-detail om-in-drawer">{url.id && detail(url.id)}</div>
        </Drawer>
      )}
    </>
  )
}
