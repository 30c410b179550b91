import { Link } from '@tanstack/react-router'
import { Tag } from 'antd'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { useMatters } from '../../app/queries'
import { days } from '../../app/time'
import { CardList } from './list'

export function Matters() {
  const { t, tx } = useLang()
  return (
    <CardList<Schemas['Matter']>
      title="matters"
      query={useMatters()}
      id={(m) => m.id}
      texts={(m) => [
        m.id,
        m.name.zh,
        m.name.en,
        m.departmentName.zh,
        m.departmentName.en,
        m.category,
        m.categoryName?.en,
      ]}
      card={(m) => (
        <div className="om-card">
          <div>
            <h2>
              <Link to="/catalog/matters/$id" params={{ id: m.id }}>
                {tx(m.name)}
              </Link>
              {m.category && <Tag>{tx(m.categoryName)}</Tag>}
              {m.standard && <Tag color="processing">{t('standardMatter')}</Tag>}
              {m.cancelled && <Tag color="error">{t('cancelledFrom', { on: m.cancelled.on })}</Tag>}
            </h2>
            <p className="om-dim">{tx(m.departmentName)}</p>
          </div>
          <span className="om-card-end">
            <span>
              {t('promisedLimit')} {t('limitDays', { n: days(m.promisedDays) })}
            </span>
            <span className="om-code">{m.id}</span>
          </span>
        </div>
      )}
    />
  )
}
