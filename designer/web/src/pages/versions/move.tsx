import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Input, Popconfirm, Progress, Segmented, Select } from 'antd'
import { useEffect, useState } from 'react'
import { ApiError, api, need, type Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { useMatters, useThemes } from '../../app/queries'
import { instant } from '../../app/time'
import { MapEditor } from './map-editor'
import { mapOf, type Places, type Said } from './migration-map'
import { savedMove, saveMove } from './move-draft'
import { useMigration, useMigrations } from './queries'
import type { Version } from './versions'

type Verdict = Schemas['Verdict']
type Sort = Verdict['sort']

const sorts = ['safe', 'needs', 'blocked'] as const
/** Rows shown of a sort; the rest is counted. */
const most = 100

/** Moves drafts and running cases to this version: a dry run, the move, the way back. */
export function Move({ version, all }: { version: Version; all: Version[] }) {
  const { t, tx } = useLang()
  const { message } = App.useApp()
  const client = useQueryClient()
  const themes = useThemes()
  const matters = useMatters()
  const releases = all.filter((v) => (v.stage === 'published' || v.stage === 'retired') && v.hash !== version.hash)
  const [before] = useState(() => savedMove(version.hash, releases))
  const [what, setWhat] = useState(before.what)
  // The list is newest first: filings come from the version before this one, as a rule.
  const older = all.slice(all.findIndex((v) => v.id === version.id) + 1).find((v) => releases.includes(v))
  const [from, setFrom] = useState(before.from ?? (older ?? releases[0])?.hash)
  const [note, setNote] = useState(before.note)
  const [seen, setSeen] = useState(0)
  const [found, setFound] = useState<Verdict[]>()
  const [places, setPlaces] = useState<Places>()
  const [said, setSaid] = useState<Said[]>(before.said)
  const [key, setKey] = useState('')
  const [running, setRunning] = useState<string>()
  const chosen = what ?? (themes.data?.[0] ? `theme:${themes.data[0].id}` : undefined)
  useEffect(() => saveMove(version.hash, { what, from, note, said }), [version.hash, what, from, note, said])
  const plan = () => {
    const [kind, id] = (chosen ?? '').split(':')
    return {
      ...(kind === 'theme' ? { theme: id } : { matter: id }),
      from: from ?? '',
      to: version.hash,
      map: mapOf(said),
      note: note.trim() || undefined,
    }
  }
  const say = (err: unknown) => {
    const words = err instanceof ApiError ? err.problem?.errors.map((p) => tx(p.message)).join(' ') : ''
    void message.error(words || t('offline'))
  }
  const dry = useMutation({
    mutationFn: async () => {
      setFound(undefined)
      setSeen(0)
      const list: Verdict[] = []
      for (let cursor: string | undefined = ''; cursor !== undefined; ) {
        const page: Schemas['DryRun'] = await need(
          api.POST('/api/v1/migrations/dry-run', { body: { ...plan(), cursor: cursor || undefined, limit: 100 } }),
        )
        if (page.places) setPlaces(page.places)
        list.push(...page.items)
        setSeen(list.length)
        cursor = page.next || undefined
      }
      setFound(list)
      setKey(crypto.randomUUID())
    },
    onError: say,
  })
  const start = useMutation({
    mutationFn: () =>
      need(api.POST('/api/v1/migrations', { params: { header: { 'Idempotency-Key': key } }, body: plan() })),
    onSuccess: (m) => {
      setRunning(m.id)
      anew()
      setNote('')
      void client.invalidateQueries({ queryKey: ['migrations'] })
    },
    onError: say,
  })
  const anew = () => {
    setFound(undefined)
    setPlaces(undefined)
    setSaid([])
  }
  if (releases.length === 0) return <p className="om-dim">{t('noOther')}</p>
  const count = (s: Sort) => found?.filter((v) => v.sort === s).length ?? 0
  const movable = count('safe') + count('needs')
  return (
    <div className="om-move">
      <p className="om-dim">{t('moveIntro', { version: version.version })}</p>
      <div className="om-tools">
        <div className="om-tool">
          <label htmlFor="move-what">{t('moveWhat')}</label>
          <Select
            id="move-what"
            value={chosen}
            onChange={(v) => {
              setWhat(v)
              anew()
            }}
            popupMatchSelectWidth={false}
            options={[
              ...(themes.data ?? []).map((x) => ({ value: `theme:${x.id}`, label: tx(x.name) })),
              ...(matters.data ?? []).map((x) => ({ value: `matter:${x.id}`, label: tx(x.name) })),
            ]}
          />
        </div>
        <div className="om-tool">
          <label htmlFor="move-from">{t('moveFrom')}</label>
          <Select
            id="move-from"
            value={from}
            onChange={(v) => {
              setFrom(v)
              anew()
            }}
            options={releases.map((v) => ({ value: v.hash, label: `${v.version} (${t(`stage_${v.stage}`)})` }))}
          />
        </div>
        <Button
          type={places ? 'default' : 'primary'}
          loading={dry.isPending}
          disabled={!chosen || !from}
          onClick={() => dry.mutate()}
        >
          {t('dryRun')}
        </Button>
      </div>
      {dry.isPending && (
        <p className="om-dim" aria-live="polite">
          {t('dryRunning', { n: seen })}
        </p>
      )}
      {places && found?.length !== 0 && (
        <MapEditor
          places={places}
          said={said}
          disabled={dry.isPending || start.isPending}
          onChange={(list) => {
            setSaid(list)
            setFound(undefined)
          }}
        />
      )}
      {places && !found && !dry.isPending && (
        <Button type="primary" onClick={() => dry.mutate()}>
          {t('dryRunAgain')}
        </Button>
      )}
      {found && found.length === 0 && <Alert type="info" showIcon title={t('moveNobody')} />}
      {found && found.length > 0 && (
        <>
          <Verdicts list={found} />
          {count('needs') > 0 && (
            <div className="om-note">
              <label htmlFor="move-note">{t('moveNote')}</label>
              <Input.TextArea
                id="move-note"
                value={note}
                maxLength={500}
                autoSize={{ minRows: 2, maxRows: 5 }}
                onChange={(e) => setNote(e.target.value)}
              />
            </div>
          )}
          <Popconfirm
            title={t('apply', { n: movable })}
            description={
              <p className="om-means">
                {t('applyMeans', { safe: count('safe'), needs: count('needs'), blocked: count('blocked') })}
              </p>
            }
            okText={t('apply', { n: movable })}
            cancelText={t('cancel')}
            onConfirm={() => start.mutate()}
          >
            <Button type="primary" disabled={movable === 0} loading={start.isPending}>
              {t('apply', { n: movable })}
            </Button>
          </Popconfirm>
        </>
      )}
      {running && <Running id={running} />}
      <Past to={version.hash} but={running} show={setRunning} />
    </div>
  )
}

/** The verdicts of a dry run, sort by sort. */
function Verdicts({ list }: { list: Verdict[] }) {
  const { t, tx } = useLang()
  const worst = [...sorts].reverse().find((s) => list.some((v) => v.sort === s)) ?? 'safe'
  const [sort, setSort] = useState<Sort>(worst)
  const shown = list.filter((v) => v.sort === sort)
  return (
    <>
      <Segmented
        value={sort}
        onChange={setSort}
        options={sorts.map((s) => ({
          value: s,
          label: (
            <span className={`om-sort om-sort-${s}`}>
              {t(`sort_${s}`)} {list.filter((v) => v.sort === s).length}
            </span>
          ),
        }))}
      />
      <div className="om-scroll">
        <table className="om-table">
          <thead>
            <tr>
              <th scope="col">{t('filing')}</th>
              <th scope="col">{t('whatAndWhy')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.slice(0, most).map((v) => (
              <tr key={v.filing}>
                <th scope="row">
                  {t(`filing_${v.kind}`)}
                  <div className="om-code">{v.number ?? v.filing.slice(-8)}</div>
                </th>
                <td>
                  {v.findings.length === 0 && <span className="om-dim">—</span>}
                  <ul className="om-why">
                    {v.findings.map((f) => (
                      <li key={`${f.code} ${f.matter ?? ''} ${f.path ?? ''}`}>
                        {f.severity === 'warning' ? <span className="om-dim">{tx(f.message)}</span> : tx(f.message)}
                        {f.path && <span className="om-code"> {f.path}</span>}
                      </li>
                    ))}
                  </ul>
                  {v.kept > 0 && <small className="om-dim">{t('keptAside', { n: v.kept })}</small>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length > most && <p className="om-dim">{t('countOf', { n: shown.length })}</p>}
    </>
  )
}

const states = { running: 'moveRunning', done: 'moveDone', undoing: 'moveUndoing', undone: 'moveUndone' } as const
const fates = ['moved', 'left', 'restored', 'acted'] as const

/** A migration at work or done, with the way back. */
function Running({ id }: { id: string }) {
  const { t, tx } = useLang()
  const { message } = App.useApp()
  const client = useQueryClient()
  const { data } = useMigration(id)
  const undo = useMutation({
    mutationFn: () => need(api.POST('/api/v1/migrations/{id}/undo', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['migration', id] }),
    onError: (err) => void message.error(err instanceof ApiError ? tx(err.problem?.errors[0]?.message) : t('offline')),
  })
  if (!data) return null
  const of = (fate: string) => data.counts.filter((c) => c.fate === fate).reduce((n, c) => n + c.n, 0)
  const working = data.status === 'running' || data.status === 'undoing'
  return (
    <section className="om-panel om-body om-running" aria-live="polite" aria-label={t(states[data.status])}>
      <strong>{t(states[data.status])}</strong>
      {working && <Progress percent={100} status="active" showInfo={false} size="small" />}
      <ul>{fates.map((f) => of(f) > 0 && <li key={f}>{`${t(`fate_${f}`)} ${of(f)}`}</li>)}</ul>
      {data.status === 'done' && of('moved') > 0 && (
        <Popconfirm
          title={t('undoMove')}
          description={<p className="om-means">{t('undoMeans')}</p>}
          okText={t('undoMove')}
          cancelText={t('cancel')}
          onConfirm={() => undo.mutate()}
        >
          <Button loading={undo.isPending}>{t('undoMove')}</Button>
        </Popconfirm>
      )}
    </section>
  )
}

function Past({ to, but, show }: { to: string; but: string | undefined; show: (id: string) => void }) {
  const { t, lang } = useLang()
  const { data } = useMigrations(true)
  const list = data?.filter((m) => m.to === to && m.id !== but) ?? []
  if (list.length === 0) return null
  return (
    <section className="om-findings">
      <h3>{t('pastMoves')}</h3>
      <ul>
        {list.map((m) => (
          <li key={m.id}>
            <Button type="link" size="small" onClick={() => show(m.id)}>
              {instant(m.created, lang)}
            </Button>{' '}
            {m.theme || m.matter} · {t(states[m.status])} · {m.by.name}
          </li>
        ))}
      </ul>
    </section>
  )
}
