import { Link } from '@tanstack/react-router'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { useThemes } from '../../app/queries'
import { CardList } from './list'

export function Themes() {
  const { t, tx } = useLang()
  return (
    <CardList<Schemas['Theme']>
      title="themes"
      query={useThemes()}
      id={(x) => x.id}
      texts={(x) => [x.id, x.name.zh, x.name.en, x.summary.zh, x.summary.en]}
      card={(x) => (
        <div className="om-card">
          <div>
            <h2>
              <Link to="/catalog/themes/$id" params={{ id: x.id }}>
                {tx(x.name)}
              </Link>
            </h2>
            <p>{tx(x.summary)}</p>
            <p className="om-dim">
              {t('lead')} {tx(x.lead.name)} · {t('mattersCount', { n: x.matters.length })} ·{' '}
              {t('departmentsCount', { n: new Set(x.matters.map((m) => m.department.id)).size })}
            </p>
          </div>
          <dl className="om-card-figures">
            {(['fields', 'materials', 'visits'] as const).map((k) => (
              <div key={k}>
                <dt>{t(`b_${k}`)}</dt>
                <dd>
                  <s>{x.before[k]}</s> → <strong>{x.after[k]}</strong>
                </dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    />
  )
}
