import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Empty, Input, Select } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { api, need, type Schemas } from '../api/client'
import { useLang } from '../app/lang'
import { Legend, useLights } from '../app/legend'
import { type Light, LightTag } from '../app/light'
import { Failed } from '../app/not-found'
import { useMatters } from '../app/queries'
import { Waiting } from '../app/waiting'
import './case-list.css'
import { BulkClaim } from './case-claim'
import { CaseRows, type Row } from './case-rows'

type Head = Schemas['CaseHead']
type Held = keyof Schemas['HeldCount']

export interface Filter {
  q?: string
  matter?: string
  status?: Head['status']
  light?: Head['light'][]
  held?: Held
  entrusted?: boolean
}

interface Page {
  items: Row[]
  next?: string
  counts?: Record<string, number>
  held?: Record<Held, number>
}

const lights: Light[] = ['red', 'yellow', 'green', 'paused']

async function fetchPage(mine: boolean, f: Filter, cursor: string): Promise<Page> {
  const { entrusted, ...rest } = f
  const query = { ...rest, cursor: cursor || undefined, limit: 50 }
  if (mine) return need(api.GET('/api/v1/worklist', { params: { query } }))
  if (entrusted) return need(api.GET('/api/v1/cases', { params: { query: { ...query, entrusted } } }))
  return need(api.GET('/api/v1/cases', { params: { query } }))
}

const storageKey = (mine: boolean) => `om.filter.${mine ? 'worklist' : 'cases'}`

function saved(mine: boolean): Filter {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey(mine)) ?? '{}') as Filter
  } catch {
    return {}
  }
}

/** A list of cases: the worklist (the clock first) or every case one may see. */
export function CaseList({ mine }: { mine: boolean }) {
  const { t, tx } = useLang()
  const navigate = useNavigate()
  const [filter, setFilter] = useState<Filter>(() => saved(mine))
  const [query, setQuery] = useState(filter.q ?? '')
  const [row, setRow] = useState(0)
  const [chosen, setChosen] = useState<string[]>([])
  const table = useRef<HTMLDivElement>(null)
  useEffect(() => sessionStorage.setItem(storageKey(mine), JSON.stringify(filter)), [filter, mine])
  useEffect(() => {
    const timer = setTimeout(() => setFilter((f) => ({ ...f, q: query.trim() || undefined })), 250)
    return () => clearTimeout(timer)
  }, [query])
  const cases = useInfiniteQuery({
    queryKey: ['cases', mine, filter],
    queryFn: ({ pageParam }) => fetchPage(mine, filter, pageParam),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    refetchInterval: mine ? 30_000 : false,
  })
  const matters = useMatters()
  const items = useMemo(() => cases.data?.pages.flatMap((p) => p.items) ?? [], [cases.data])
  const counts = cases.data?.pages[0]?.counts
  const held = cases.data?.pages[0]?.held
  const all = held ? held.mine + held.unclaimed + held.others : 0
  const open = (c: Head | undefined) => c && void navigate({ to: '/cases/$id', params: { id: c.id } })

  // j and k move, Enter opens: the worklist is worked through by keyboard.
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT|BUTTON|A)$/.test(e.target.tagName)) return
      if (e.metaKey || e.ctrlKey || e.altKey) return
      if (e.key === 'j' || e.key === 'ArrowDown') setRow((r) => Math.min(r + 1, items.length - 1))
      else if (e.key === 'k' || e.key === 'ArrowUp') setRow((r) => Math.max(r - 1, 0))
      else if (e.key === 'Enter') open(items[row])
      else if (e.key === '/') table.current?.querySelector<HTMLInputElement>('input')?.focus()
      else return
      e.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  })

  const legend = useLights()
  if (cases.isError && !cases.data) return <Failed error={cases.error} retry={() => cases.refetch()} />
  const empty = !cases.isPending && items.length === 0
  const clear = () => {
    setFilter({})
    setQuery('')
  }
  const filtered = !!(
    filter.q ||
    filter.matter ||
    filter.status ||
    filter.light?.length ||
    filter.held ||
    filter.entrusted
  )
  return (
    <div ref={table}>
      <div className="om-head">
        <h1>{t(mine ? 'worklist' : 'cases')}</h1>
        <span className="om-dim">{t(mine ? 'worklistLead' : 'casesLead')}</span>
      </div>
      {mine && (
        <fieldset className="om-held" aria-label={t('whose')}>
          {([undefined, 'mine', 'unclaimed', 'others'] as const).map((h) => (
            <button
              key={h ?? 'all'}
              type="button"
              aria-pressed={filter.held === h}
              className={filter.held === h ? 'om-lightbox om-on' : 'om-lightbox'}
              onClick={() => setFilter((f) => ({ ...f, held: h }))}
            >
              {t(`held_${h ?? 'all'}`)} <strong>{h ? (held?.[h] ?? 0) : all}</strong>
            </button>
          ))}
          <BulkClaim items={items} chosen={chosen} done={() => setChosen([])} />
        </fieldset>
      )}
      <div className="om-filters">
        {mine && (
          <fieldset className="om-lights" aria-label={t('byLight')}>
            {lights.map((l) => {
              const on = filter.light?.includes(l) ?? false
              return (
                <button
                  key={l}
                  type="button"
                  aria-pressed={on}
                  className={on ? 'om-lightbox om-on' : 'om-lightbox'}
                  onClick={() =>
                    setFilter((f) => ({ ...f, light: on ? f.light?.filter((x) => x !== l) : [...(f.light ?? []), l] }))
                  }
                >
                  <LightTag light={l} early={legend.data?.early} />
                  <strong>{counts?.[l] ?? 0}</strong>
                </button>
              )
            })}
          </fieldset>
        )}
        <Input.Search
          value={query}
          onChange={(e) => setQuery(e.target.value)}
          placeholder={t('searchCases')}
          aria-label={t('searchCases')}
          allowClear
          style={{ width: 280 }}
        />
        <Select
          value={filter.matter}
          onChange={(v) => setFilter((f) => ({ ...f, matter: v }))}
          allowClear
          placeholder={t('allMatters')}
          aria-label={t('matters')}
          style={{ minWidth: 220 }}
          options={matters.data?.map((m) => ({ value: m.id, label: tx(m.name) }))}
        />
        {!mine && (
          <Select
            value={filter.entrusted ? 'entrusted' : 'own'}
            onChange={(v) => setFilter((f) => ({ ...f, entrusted: v === 'entrusted' || undefined }))}
            aria-label={t('whoHandles')}
            style={{ minWidth: 200 }}
            options={(['own', 'entrusted'] as const).map((w) => ({ value: w, label: t(`handled_${w}`) }))}
          />
        )}
        {!mine && (
          <Select
            value={filter.status}
            onChange={(v) => setFilter((f) => ({ ...f, status: v }))}
            allowClear
            placeholder={t('allStatuses')}
            aria-label={t('status')}
            style={{ minWidth: 140 }}
            options={(['waiting', 'running', 'asking', 'ended'] as const).map((s) => ({
              value: s,
              label: t(`status_${s}`),
            }))}
          />
        )}
      </div>
      <div className="om-panel om-list">
        {cases.isPending && <Waiting />}
        {empty && (
          <div className="om-body">
            <Nothing mine={mine} filtered={filtered} clear={clear} />
          </div>
        )}
        {items.length > 0 && (
          <CaseRows
            items={items}
            current={row}
            point={setRow}
            open={open}
            label={t(mine ? 'worklist' : 'cases')}
            chosen={mine ? chosen : undefined}
            choose={setChosen}
          />
        )}
        {cases.hasNextPage && (
          <div className="om-more">
            <Button loading={cases.isFetchingNextPage} onClick={() => cases.fetchNextPage()}>
              {t('more')}
            </Button>
          </div>
        )}
      </div>
      {mine && <Legend />}
      {mine && <p className="om-dim om-keys">{t('keys')}</p>}
    </div>
  )
}

function Nothing({ mine, filtered, clear }: { mine: boolean; filtered: boolean; clear: () => void }) {
  const { t } = useLang()
  return (
    <Empty
      description={t(filtered ? 'nothingFiltered' : mine ? 'nothingToDo' : 'noCases')}
      image={Empty.PRESENTED_IMAGE_SIMPLE}
    >
      {filtered && <Button onClick={clear}>{t('clearFilters')}</Button>}
    </Empty>
  )
}
