import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { App, Button, Input } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { ApiError, type Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'
import { useMatter, useMatters, usePacks } from '../../app/queries'
import { Waiting } from '../../app/waiting'
import { type Marks, usePlace, WrongPage, WrongSummary } from '../../app/wrong'
import { type Places, placeOf, unchanged, type WrongAnswer } from '../../app/wrong-answers'
import { refusals } from '../sources/notices'
import { ChangeList } from '../versions/changes'
import '../versions/versions.css'
import './restructure.css'
import { type Act, pathOf, wrongAct } from './restructure-check'

type Matter = Schemas['Matter']

/** Shows a matter with those of its pack that it could become one with or be followed by. */
export function OfPack({ id, children }: { id: string; children: (matter: Matter, others: Matter[]) => ReactNode }) {
  const matter = useMatter(id)
  const all = useMatters()
  const failed = matter.isError ? matter : all.isError ? all : undefined
  if (failed) return <Failed error={failed.error} retry={() => failed.refetch()} />
  if (!matter.data || !all.data) return <Waiting />
  const { pack } = matter.data
  return children(
    matter.data,
    all.data.filter((m) => m.pack === pack && m.id !== id && !m.cancelled && !m.standard),
  )
}

/** A label above whatever takes an answer, what is wrong with that and a hint below it. */
export function Labelled({ at, hint, children }: { at: string; hint?: string; children: (marks: Marks) => ReactNode }) {
  const { label, marks, words } = usePlace(at, hint)
  return (
    <div className="om-labelled">
      <label htmlFor={marks.id}>{label}</label>
      {children(marks)}
      {words}
    </div>
  )
}

export function TextBox({
  at,
  value,
  change,
  max = 200,
  type,
  hint,
}: {
  at: string
  hint?: string
  value: string
  change: (v: string) => void
  max?: number
  type?: 'date' | 'number'
}) {
  return (
    <Labelled at={at} hint={hint}>
      {(marks) => (
        // A browser keeps what is no number in a box of numbers to itself: here it is told wrong.
        <Input
          {...marks}
          type={type === 'date' ? 'date' : 'text'}
          inputMode={type === 'number' ? 'decimal' : undefined}
          value={value}
          maxLength={max}
          onChange={(e) => change(e.target.value)}
        />
      )}
    </Labelled>
  )
}

/** The head of a page on which something is done to a matter as a whole. */
export function Head({
  matter,
  title,
  lead,
}: {
  matter: Schemas['Matter']
  title:
    | 'mergeTitle'
    | 'splitTitle'
    | 'cancelTitle'
    | 'delegateTitle'
    | 'takeBackCancellation'
    | 'takeBackDelegation'
    | 'standardTitle'
    | 'proposalsTitle'
  lead: 'mergeLead' | 'splitLead' | 'cancelLead' | 'delegateLead' | 'takeBackLead' | 'standardLead' | 'proposalsLead'
}) {
  const { t, tx } = useLang()
  return (
    <header className="om-page-head">
      <p className="om-dim om-crumb">
        <Link to="/catalog/matters">{t('matters')}</Link> /{' '}
        <Link to="/catalog/matters/$id" params={{ id: matter.id }}>
          {matter.id}
        </Link>
      </p>
      <h1>{t(title, { name: tx(matter.name) })}</h1>
      <p className="om-dim">{t(lead)}</p>
    </header>
  )
}

/** A page on which something is done to a matter: its own questions, when, by what and why; then what would change, and the draft. */
export function Deed<Body extends object>({
  pack,
  head,
  day = 'firstDay',
  asks = 'all',
  whyNeeded = true,
  act,
  setAct,
  places,
  news = {},
  wrong,
  said,
  look,
  begin,
  children,
}: {
  pack: string
  head: ReactNode
  day?: 'firstDay' | 'cancelDay' // what the day is called
  asks?: 'all' | 'why'
  whyNeeded?: boolean
  act: Act
  setAct: (a: Act) => void
  places: Places // of its own questions
  news?: Record<string, string> // where new matters are written, by id
  wrong: WrongAnswer[] // in its own questions
  said: Body // all that is asked of the API but the base: what was looked at is of no use once it changes
  look: (body: Body & { base: string }) => Promise<Schemas['Restructured']>
  begin: (body: Body & { base: string }) => Promise<Schemas['VersionStep']>
  children?: ReactNode
}) {
  const words = useLang()
  const { t, tx } = words
  const { message } = App.useApp()
  const navigate = useNavigate()
  const client = useQueryClient()
  const base = usePacks().data?.find((p) => p.name === pack)?.hash ?? ''
  const now = JSON.stringify([said, base])
  const [tried, setTried] = useState(0)
  const [refused, setRefused] = useState<{ of: Body; list: WrongAnswer[] }>()
  const [seen, setSeen] = useState<{ of: string; what: Schemas['Restructured'] }>()
  const summary = useRef<HTMLDivElement>(null)
  const all: Places = {
    ...places,
    on: { label: t(day) },
    'basis/zh': { label: t('basisZh') },
    'basis/en': { label: t('basisEn') },
    'reason/zh': { label: t('reasonZh') },
    'reason/en': { label: t('reasonEn') },
  }
  const mine = [...wrong, ...wrongAct(act, asks, whyNeeded, t)]
  const told = [...(tried > 0 ? mine : []), ...(refused ? unchanged(refused.list, refused.of, said) : [])]
  // Told again at each press, and when the server has refused it.
  useEffect(() => {
    if (tried > 0 || refused) summary.current?.focus()
  }, [tried, refused])
  const refuse = (of: Body) => (err: unknown) => {
    const stale = err instanceof ApiError && err.problem?.code === 'conflict'
    const problems = err instanceof ApiError && !stale ? err.problem?.errors : undefined
    if (stale) void client.invalidateQueries() // what is in force now is what the next look is at
    const list = problems?.length
      ? problems.map((p) => {
          const at = placeOf(pathOf(p, news), all)
          const file = at === '' && p.file ? `${p.file.replace(/\.\w+$/, '')}${t('colon')}` : ''
          return { at, words: file + tx(p.message) }
        })
      : refusals(err, words).map((w) => ({ at: '', words: w }))
    setRefused({ of, list })
  }
  const preview = useMutation({
    mutationFn: async () => ({ of: now, what: await look({ ...said, base }) }),
    onSuccess: (what) => {
      setTried(0)
      setSeen(what)
    },
    onError: refuse(said),
  })
  const draft = useMutation({
    mutationFn: () => begin({ ...said, base }),
    onSuccess: async (step) => {
      await client.invalidateQueries({ queryKey: ['versions'] })
      void message.success(t('saved'))
      void navigate({ to: '/catalog/versions', search: { pack, id: step.version.id } as never })
    },
    onError: refuse(said),
  })
  const press = (what: { mutate: () => void }) => {
    setRefused(undefined)
    setTried(tried + 1)
    if (mine.length === 0) what.mutate()
  }
  const set = (k: keyof Act) => (v: string) => setAct({ ...act, [k]: v })
  const shown = seen?.of === now ? seen.what : undefined
  return (
    <WrongPage places={all} wrong={told}>
      <article className="om-page">
        {head}
        <WrongSummary box={summary} />
        {children}
        <section className="om-panel">
          <header>
            <h2>{t(asks === 'why' ? 'reason' : 'whenAndWhy')}</h2>
          </header>
          <div className={`om-body om-boxes om-both-languages${asks === 'all' ? ' om-with-day' : ''}`}>
            {asks === 'all' && (
              <>
                <TextBox at="on" value={act.on} change={set('on')} type="date" />
                <TextBox at="basis/zh" value={act.basisZh} change={set('basisZh')} />
                <TextBox at="basis/en" value={act.basisEn} change={set('basisEn')} />
              </>
            )}
            <TextBox
              at="reason/zh"
              value={act.reasonZh}
              change={set('reasonZh')}
              hint={asks === 'why' && !whyNeeded ? t('saidOtherwise') : undefined}
            />
            <TextBox at="reason/en" value={act.reasonEn} change={set('reasonEn')} />
          </div>
        </section>
        <p className="om-deed">
          <Button type={shown ? 'default' : 'primary'} loading={preview.isPending} onClick={() => press(preview)}>
            {t('lookFirst')}
          </Button>
          {shown && (
            <Button type="primary" loading={draft.isPending} onClick={() => press(draft)}>
              {t('beginDraft')}
            </Button>
          )}
        </p>
        {shown && (
          <section className="om-panel" aria-live="polite">
            <header>
              <h2>{t('wouldChange', { n: shown.changes.length, version: shown.version })}</h2>
            </header>
            <div className="om-body">
              <section className="om-findings">
                <h3 className="om-warnings">{t('stillOpen')}</h3>
                {shown.open.length === 0 && <p className="om-dim">{t('nothingOpen')}</p>}
                <ul>
                  {shown.open.map((p) => (
                    <li key={p.code + tx(p.message)}>{tx(p.message)}</li>
                  ))}
                </ul>
              </section>
              <ChangeList changes={shown.changes} />
            </div>
          </section>
        )}
      </article>
    </WrongPage>
  )
}
