import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { App, Button, Input } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Notices } from '../../app/notices'
import { usePacks } from '../../app/queries'
import { refusals } from '../sources/notices'
import { ChangeList } from '../versions/changes'
import '../versions/versions.css'
import './restructure.css'
import { textOf } from './split-plan'

/** When, by what and why, as typed. */
export interface Act {
  on: string
  basisZh: string
  basisEn: string
  reasonZh: string
  reasonEn: string
}

export const noAct: Act = { on: '', basisZh: '', basisEn: '', reasonZh: '', reasonEn: '' }

export const actOf = (a: Act) => ({
  on: a.on,
  basis: textOf(a.basisZh, a.basisEn),
  reason: textOf(a.reasonZh, a.reasonEn),
})

/** A label above whatever takes an answer, and a hint below it. */
export function Labelled({
  label,
  hint,
  children,
}: {
  label: string
  hint?: string
  children: (id: string) => ReactNode
}) {
  const id = useId()
  return (
    <div className="om-labelled">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {hint && <small className="om-dim">{hint}</small>}
    </div>
  )
}

export function TextBox({
  label,
  value,
  change,
  max = 200,
  type,
  hint,
}: {
  label: string
  hint?: string
  value: string
  change: (v: string) => void
  max?: number
  type?: 'date' | 'number'
}) {
  return (
    <Labelled label={label} hint={hint}>
      {(id) => (
        <Input
          id={id}
          type={type}
          min={type === 'number' ? 0 : undefined}
          step={type === 'number' ? 'any' : undefined}
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
  title: 'mergeTitle' | 'splitTitle' | 'cancelTitle' | 'delegateTitle'
  lead: 'mergeLead' | 'splitLead' | 'cancelLead' | 'delegateLead'
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

/** When, by what and why; then what would change, and the draft. */
export function Deed({
  pack,
  day = 'firstDay',
  act,
  setAct,
  said,
  look,
  begin,
}: {
  pack: string
  day?: 'firstDay' | 'cancelDay' // what the day is called
  act: Act
  setAct: (a: Act) => void
  said: unknown // all that is written on the page: what was looked at is of no use once it changes
  look: (base: string) => Promise<Schemas['Restructured']>
  begin: (base: string) => Promise<Schemas['VersionStep']>
}) {
  const words = useLang()
  const { t, tx } = words
  const { message } = App.useApp()
  const navigate = useNavigate()
  const client = useQueryClient()
  const base = usePacks().data?.find((p) => p.name === pack)?.hash ?? ''
  const now = JSON.stringify([said, act, base])
  const [notices, setNotices] = useState<string[]>([])
  const [seen, setSeen] = useState<{ of: string; what: Schemas['Restructured'] }>()
  const refused = (err: unknown) => setNotices(refusals(err, words))
  const preview = useMutation({
    mutationFn: async () => ({ of: now, what: await look(base) }),
    onMutate: () => setNotices([]),
    onSuccess: setSeen,
    onError: refused,
  })
  const draft = useMutation({
    mutationFn: () => begin(base),
    onMutate: () => setNotices([]),
    onSuccess: async (step) => {
      await client.invalidateQueries({ queryKey: ['versions'] })
      void message.success(t('saved'))
      void navigate({ to: '/catalog/versions', search: { pack, id: step.version.id } as never })
    },
    onError: refused,
  })
  const set = (k: keyof Act) => (v: string) => setAct({ ...act, [k]: v })
  const shown = seen?.of === now ? seen.what : undefined
  return (
    <>
      <section className="om-panel">
        <header>
          <h2>{t('whenAndWhy')}</h2>
        </header>
        <div className="om-body om-boxes">
          <TextBox label={t(day)} value={act.on} change={set('on')} type="date" />
          <TextBox label={t('basisZh')} value={act.basisZh} change={set('basisZh')} />
          <TextBox label={t('basisEn')} value={act.basisEn} change={set('basisEn')} />
          <TextBox label={t('reasonZh')} value={act.reasonZh} change={set('reasonZh')} />
          <TextBox label={t('reasonEn')} value={act.reasonEn} change={set('reasonEn')} />
        </div>
      </section>
      <Notices list={notices} />
      <p className="om-deed">
        <Button type={shown ? 'default' : 'primary'} loading={preview.isPending} onClick={() => preview.mutate()}>
          {t('lookFirst')}
        </Button>
        {shown && (
          <Button type="primary" loading={draft.isPending} onClick={() => draft.mutate()}>
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
    </>
  )
}
