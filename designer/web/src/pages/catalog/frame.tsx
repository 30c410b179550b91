import { Link, Navigate, Outlet, useLocation } from '@tanstack/react-router'
import { catalogEntries } from '../../app/catalog-entries'
import { useLang } from '../../app/lang'
import { useCodeLists, useElements, useMaterials, usePacks } from '../../app/queries'
import { is, useMe } from '../../app/session'
import './catalog.css'
import './pages.css'

/** The catalog: what there is on the left, what is looked at on the right. */
export function CatalogFrame() {
  const { t } = useLang()
  const { pathname } = useLocation()
  const packs = usePacks()
  // What packs share is one thing: these are counted as they are listed.
  const shared = { elements: useElements(), codeLists: useCodeLists(), materials: useMaterials() }
  const count = (key: (typeof catalogEntries)[number]['count']) =>
    key &&
    (key in shared
      ? shared[key as keyof typeof shared].data?.length
      : packs.data?.reduce((n, p) => n + p[key as keyof typeof p & ('forms' | 'matters' | 'themes' | 'policies')], 0))
  const { data: me } = useMe()
  const studio = is(me, 'designer', 'administrator')
  const entries = catalogEntries.filter((e) => studio || e.to !== '/catalog/versions')
  return (
    <div className="om-catalog">
      <nav className="om-catnav" aria-label={t('catalogNav')}>
        <ul>
          {entries.map((e) => (
            <li key={e.to}>
              <Link to={e.to} aria-current={pathname.startsWith(e.to) ? 'page' : undefined}>
                <span>{t(e.word)}</span>
                <span className="om-count">{count(e.count) ?? ''}</span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="om-catmain">
        <Outlet />
      </div>
    </div>
  )
}

export const CatalogHome = () => <Navigate to="/catalog/themes" replace />
