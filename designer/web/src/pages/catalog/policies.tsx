import { Link } from '@tanstack/react-router'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { usePolicies } from '../../app/queries'
import { CardList } from './list'

export function Policies() {
  const { t, tx } = useLang()
  return (
    <CardList<Schemas['Policy']>
      title="policies"
      query={usePolicies()}
      id={(p) => p.id}
      texts={(p) => [
        p.id,
        p.name.zh,
        p.name.en,
        p.department.name.zh,
        p.department.name.en,
        p.benefit.zh,
        p.benefit.en,
      ]}
      card={(p) => (
        <div className="om-card">
          <div>
            <h2>
              <Link to="/catalog/policies/$id" params={{ id: p.id }}>
                {tx(p.name)}
              </Link>
            </h2>
            <p className="om-dim">
              {tx(p.benefit)} · {tx(p.department.name)}
            </p>
          </div>
          <span className="om-card-end">
            <span>{t('policyCriteria', { n: p.criteria.length })}</span>
            <span>{p.until ? t('policyUntil', { day: p.until }) : t('policyNoEnd')}</span>
            <span className="om-code">{p.id}</span>
          </span>
        </div>
      )}
    />
  )
}
