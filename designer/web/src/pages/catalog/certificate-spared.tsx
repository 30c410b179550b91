import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'

type Spared = Schemas['CatalogSparedMaterial']

/** A share of the situations, as the certificate writes it. */
export function percent(share: number): string {
  if (share > 0 && share < 0.0005) return '<0.1%'
  return `${Math.round(share * 1000) / 10}%`
}

/** Documents that matters want and nobody hands in, and why; the most frequent first. */
export function CertificateSpared({ spared }: { spared: Spared[] }) {
  const { t, tx } = useLang()
  const why = (m: Spared) => {
    const by = tx(m.by)
    switch (m.reason) {
      case 'made':
        return t('sparedMade')
      case 'another':
        return t('sparedAnother', { by })
      case 'shown':
        return t('sparedShown', { by })
      default:
        return by ? t('sparedResult', { by }) : t('sparedChecked')
    }
  }
  return (
    <section>
      <h3>{t('certSpared')}</h3>
      <p className="om-dim">{t('certSparedLead')}</p>
      <ul>
        {spared.map((m) => (
          <li key={m.material + m.reason + tx(m.by)}>
            <span>{tx(m.name)}</span>
            <span className="om-dim">
              {why(m)} · {t('certSpares', { share: percent(m.share) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
