import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { days } from '../../app/time'

type Measures = Schemas['CatalogBurden']
const measures = ['fields', 'materials', 'forms', 'visits', 'days', 'statutoryDays'] as const

/** By how much less, in whole percent; nothing when there was nothing before. */
export function lessBy(before: number, after: number): number | undefined {
  if (!(before > 0) || after >= before) return undefined
  return Math.round((1 - after / before) * 100)
}

/** Each matter on its own against all together. */
export function Burden({ before, after }: { before: Measures; after: Measures }) {
  const { t } = useLang()
  return (
    <section className="om-panel">
      <header>
        <h2>{t('beforeAfter')}</h2>
        <span className="om-dim">{t('beforeAfterLead')}</span>
      </header>
      <ul className="om-body om-burden">
        {measures.map((k) => {
          const less = lessBy(before[k], after[k])
          return (
            <li key={k}>
              <span className="om-dim">{t(`b_${k}`)}</span>
              <p>
                <span className="om-was">
                  <span className="om-sr">{t('before')} </span>
                  {days(before[k])}
                </span>
                <span aria-hidden="true">→</span>
                <strong>
                  <span className="om-sr">{t('after')} </span>
                  {days(after[k])}
                </strong>
              </p>
              <span className="om-bars" aria-hidden="true">
                <i style={{ width: '100%' }} />
                <b style={{ width: before[k] > 0 ? `${(after[k] / before[k]) * 100}%` : 0 }} />
              </span>
              <span className="om-less">{less !== undefined && t('lessBy', { n: less })}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
