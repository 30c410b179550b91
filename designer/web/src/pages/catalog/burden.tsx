import type { ReactNode } from 'react'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { days } from '../../app/time'

type Counted = Schemas['CatalogBurden']
const measures = ['fields', 'materials', 'forms', 'visits', 'days', 'statutoryDays'] as const

/** By how much less, in whole percent; nothing when there was nothing before. */
export function lessBy(before: number, after: number): number | undefined {
  if (!(before > 0) || after >= before) return undefined
  return Math.round((1 - after / before) * 100)
}

/** Each matter on its own against all together. */
export function Burden({ before, after }: { before: Counted; after: Counted }) {
  const { t } = useLang()
  return (
    <Measures
      title={t('beforeAfter')}
      lead={t('beforeAfterLead')}
      of={[
        ...measures.map((k) => ({ name: t(`b_${k}`), before: before[k], after: after[k] })),
        ...(before.inspections
          ? [{ name: t('b_inspections'), before: before.inspections, after: after.inspections ?? 0 }]
          : []),
      ]}
    />
  )
}

export type Measured = {
  name: string
  before: number
  after: number
  /** What is left of it when departments deliver what they have confirmed. */
  delivered?: number
}

/** Figures before and after, with by how much they fell. */
export function Measures({
  title,
  lead,
  of,
  ends,
  children,
}: {
  title: string
  lead: string
  of: Measured[]
  ends?: ReactNode
  children?: ReactNode
}) {
  const { t } = useLang()
  return (
    <section className="om-panel">
      <header className="om-wraps">
        <h2>{title}</h2>
        <span className="om-dim">{lead}</span>
        {ends}
      </header>
      <ul className="om-body om-burden">
        {of.map(({ name, before, after, delivered }) => {
          const last = delivered ?? after
          const less = lessBy(before, last)
          return (
            <li key={name}>
              <span className="om-dim">{name}</span>
              <p className={delivered === undefined ? undefined : 'om-three'}>
                <span className="om-was">
                  <span className="om-sr">{t('before')} </span>
                  {days(before)}
                </span>
                {delivered !== undefined && (
                  <>
                    <span aria-hidden="true">→</span>
                    <span className="om-was">
                      <span className="om-sr">{t('after')} </span>
                      {days(after)}
                    </span>
                  </>
                )}
                <span className="om-last">
                  <span aria-hidden="true">→</span>
                  <strong>
                    <span className="om-sr">{t(delivered === undefined ? 'after' : 'andDelivered')} </span>
                    {days(last)}
                  </strong>
                </span>
              </p>
              <span className="om-bars" aria-hidden="true">
                <i style={{ width: '100%' }} />
                <b style={{ width: before > 0 ? `${Math.min(1, last / before) * 100}%` : 0 }} />
              </span>
              <span className="om-less">{less !== undefined && t('lessBy', { n: less })}</span>
            </li>
          )
        })}
      </ul>
      {children}
    </section>
  )
}
