import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'
import { useMergedForm, useTheme } from '../../app/queries'
import { Scroll } from '../../app/scroll'
import { days } from '../../app/time'
import { useUrl } from '../../app/url'
import { useConditions } from '../../app/use-conditions'
import { Waiting } from '../../app/waiting'
import { ThemeSimulation } from '../simulation/theme'
import { Burden } from './burden'
import { Certificate } from './certificate'
import { Derived } from './derived'
import { Guide } from './guide'
import { Merges } from './merges'

const ThemeFlow = lazy(() => import('../../graph/theme').then((m) => ({ default: m.ThemeFlow })))
const Preview = lazy(() => import('./preview').then((m) => ({ default: m.Preview })))

/** A theme: many matters as one thing. What it saves, how it runs, what its questions decide. */
export function Theme() {
  const { id } = useParams({ from: '/catalog/themes/$id' })
  const { t, tx } = useLang()
  const query = useTheme(id)
  const when = useConditions({ questions: query.data?.questions })
  if (!query.data) return query.isError ? <Failed error={query.error} retry={() => query.refetch()} /> : <Waiting />
  const theme = query.data
  const matters = [...theme.matters].sort((a, b) => a.stage - b.stage || a.matter.localeCompare(b.matter))
  const name = (m: string) => tx(theme.matters.find((x) => x.matter === m)?.name) || m
  return (
    <article className="om-page">
      <header className="om-page-head">
        <p className="om-dim om-crumb">
          <Link to="/catalog/themes">{t('themes')}</Link> / {theme.id}
        </p>
        <h1>{tx(theme.name)}</h1>
        <p>{tx(theme.summary)}</p>
        <p className="om-dim">
          {t('lead')} {tx(theme.lead.name)} · {t('mattersCount', { n: theme.matters.length })} ·{' '}
          {t('departmentsCount', { n: new Set(theme.matters.map((m) => m.department.id)).size })}
        </p>
      </header>
      <Burden before={theme.before} after={theme.after} />
      <Certificate id={theme.id} />
      <section className="om-panel">
        <header>
          <h2>{t('flow')}</h2>
          <span className="om-dim">{t('flowLead')}</span>
        </header>
        <div className="om-body">
          <Suspense fallback={<Waiting />}>
            <ThemeFlow theme={theme} when={when} />
          </Suspense>
        </div>
      </section>
      <ThemeSimulation key={theme.id} id={theme.id} />
      <Guide theme={theme} />
      <Derived theme={theme} />
      <section className="om-panel">
        <header>
          <h2>{t('matters')}</h2>
          <span className="om-dim">{t('countOf', { n: matters.length })}</span>
        </header>
        <Scroll label={t('matters')}>
          <table className="om-table om-wide">
            <thead>
              <tr>
                <th scope="col">{t('matter')}</th>
                <th scope="col">{t('department')}</th>
                <th scope="col">{t('whenApplies')}</th>
                <th scope="col">{t('preconditions')}</th>
                <th scope="col" className="om-num">
                  {t('promisedLimit')}
                </th>
                <th scope="col" className="om-num">
                  {t('b_fields')}
                </th>
                <th scope="col" className="om-num">
                  {t('b_materials')}
                </th>
              </tr>
            </thead>
            <tbody>
              {matters.map((m) => (
                <tr key={m.matter}>
                  <th scope="row">
                    <Link to="/catalog/matters/$id" params={{ id: m.matter }}>
                      {tx(m.name)}
                    </Link>
                  </th>
                  <td>{tx(m.department.name)}</td>
                  <td>{m.when === 'true' ? t('alwaysApplies') : when(m.when)}</td>
                  <td>{m.preconditions.map(name).join(t('comma')) || '—'}</td>
                  <td className="om-num">{days(m.promisedDays)}</td>
                  <td className="om-num">{m.fields}</td>
                  <td className="om-num">{m.materials}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </section>
      <Merges theme={theme} />
      <MergedPreview id={theme.id} />
    </article>
  )
}

/** The merged form is a page of its own weight: shown when asked for. */
function MergedPreview({ id }: { id: string }) {
  const { t } = useLang()
  const [url] = useUrl()
  const [open, setOpen] = useState(!!url.section)
  const form = useMergedForm(id)
  if (!open) {
    return (
      <section className="om-panel om-body om-merged">
        <div>
          <strong>{t('mergedPreview')}</strong>
          <p className="om-dim">
            {form.data &&
              `${t('fieldsCount', { n: form.data.fields })} · ${t('sectionsCount', { n: form.data.sections.length })} · `}
            {t('previewLead')}
          </p>
        </div>
        <Button onClick={() => setOpen(true)}>{t('preview')}</Button>
      </section>
    )
  }
  if (!form.data) return <Waiting />
  return (
    <Suspense fallback={<Waiting />}>
      <Preview id={id} sections={form.data.sections} section={url.section} />
      <OwnWords form={form.data} />
    </Suspense>
  )
}

/** What departments call a field of the merged form that has another name there. */
function OwnWords({ form }: { form: Schemas['Form'] }) {
  const { t, tx } = useLang()
  const named = form.sections.flatMap((s) => [...(s.repeats ?? []), ...s.fields]).filter((f) => f.wordings?.length)
  if (named.length === 0) return null
  return (
    <section className="om-panel">
      <header>
        <h2>{t('ownWords')}</h2>
      </header>
      <ul className="om-body">
        {named.map((f) => (
          <li key={f.path} className="om-field">
            <strong>{tx(f.label)}</strong>
            <ul className="om-demands">
              {f.wordings?.map((w) => (
                <li key={tx(w.department)}>{`${tx(w.department)}: ${w.labels.map(tx).join(', ')}`}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  )
}
