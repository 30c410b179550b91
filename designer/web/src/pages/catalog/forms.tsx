import { Link } from '@tanstack/react-router'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { useForms, useMatters } from '../../app/queries'
import { CardList } from './list'

export function Forms() {
  const { t, tx } = useLang()
  const query = useForms()
  const matters = useMatters()
  return (
    <CardList<Schemas['Form']>
      title="forms"
      query={query}
      id={(f) => f.id}
      texts={(f) => [f.id, f.title.zh, f.title.en]}
      card={(f) => {
        const first = matters.data?.find((m) => m.form === f.id)
        return (
          <div className="om-card">
            <div>
              <h2>
                <Link to="/catalog/forms/$id" params={{ id: f.id }}>
                  {tx(f.title)}
                </Link>
              </h2>
              <p className="om-dim">{first && tx(first.departmentName)}</p>
            </div>
            <span className="om-card-end">
              <span>{t('fieldsCount', { n: f.fields })}</span>
              <span className="om-code">{f.id}</span>
            </span>
          </div>
        )
      }}
    />
  )
}
