import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { count, days } from '../../app/time'

/** What the certificate promises beside what really happened in the last year. */
export function CertificateReal({ real }: { real: Schemas['CatalogCertReal'] }) {
  const { t, lang } = useLang()
  const said = (n: number | null | undefined) => (n === null || n === undefined ? '—' : days(n))
  const rows = [
    {
      name: t('fillMinutes'),
      n: real.filed,
      promised: real.computedMinutes,
      median: real.fillMinutes,
      p90: real.fillMinutesP90,
    },
    { name: t('realDays'), n: real.ended, promised: real.promisedDays, median: real.takenDays, p90: real.takenDaysP90 },
  ].filter((r) => r.n > 0)
  return (
    <section>
      <h3>{t('realTitle')}</h3>
      <p className="om-dim">{t(rows.length > 0 ? 'certRealLead' : 'certRealNone')}</p>
      <ul>
        {rows.map((r) => (
          <li key={r.name}>
            <span>{r.name}</span>
            <span className="om-dim">
              {t('certRealOf', {
                promised: said(r.promised),
                median: said(r.median),
                p90: said(r.p90),
                n: count(r.n, lang),
              })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
