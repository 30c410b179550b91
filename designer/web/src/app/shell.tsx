import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { Button, Dropdown, Layout, Menu } from 'antd'
import { useLang } from './lang'
import { Mark } from './mark'
import { Failed } from './not-found'
import { handles, is, type Me, useMe, useSignOut } from './session'
import './shell.css'
import { SignIn } from './sign-in'
import { Waiting } from './waiting'
import type { Word } from './words'

interface Entry {
  to: string
  word: Word
  when: (me: Me) => boolean
}

const entries: Entry[] = [
  { to: '/worklist', word: 'worklist', when: handles },
  { to: '/cases', word: 'cases', when: (me) => me.departments.length > 0 && me.roles.some((r) => r !== 'verifier') },
  { to: '/dashboard', word: 'dashboard', when: (me) => is(me, 'manager', 'administrator') },
  { to: '/sources', word: 'sources', when: (me) => me.departments.length > 0 || is(me, 'administrator') },
  { to: '/identities', word: 'identities', when: (me) => is(me, 'verifier', 'administrator') },
  { to: '/catalog/themes', word: 'catalog', when: () => true },
]

export function Shell() {
  const { t } = useLang()
  const me = useMe()
  if (me.isPending) return <Waiting />
  if (me.isError && me.data === undefined) return <Failed error={me.error} retry={() => me.refetch()} />
  if (!me.data) return <SignIn />
  if (me.data.departments.length === 0 && !is(me.data, 'administrator', 'designer', 'verifier'))
    return <SignIn refused={t('notStaff')} />
  return <Frame me={me.data} />
}

function Frame({ me }: { me: Me }) {
  const { t, tx, lang, setLang } = useLang()
  const { pathname } = useLocation()
  const signOut = useSignOut()
  const visible = entries.filter((e) => e.when(me))
  const current = visible.find((e) => pathname.startsWith(e.to.replace('/themes', '')))
  const own = me.departments.find((d) => d.id === me.organisation)
  return (
    <Layout className="om-frame">
      <a className="om-skip" href="#main">
        {t('skip')}
      </a>
      <Layout.Header className="om-top">
        <Link to="/" className="om-brand" aria-label={t('product')}>
          <Mark />
          <span>{t('product')}</span>
        </Link>
        <Menu
          mode="horizontal"
          className="om-nav"
          selectedKeys={current ? [current.to] : []}
          items={visible.map((e) => ({ key: e.to, label: <Link to={e.to}>{t(e.word)}</Link> }))}
        />
        <div className="om-who">
          <Button type="text" size="small" onClick={() => setLang(lang === 'zh' ? 'en' : 'zh')}>
            {t('language')}
          </Button>
          <Dropdown
            trigger={['click']}
            menu={{
              items: [
                ...(handles(me) || is(me, 'manager', 'administrator')
                  ? [{ key: 'deputies', label: <Link to="/deputies">{t('deputies')}</Link> }]
                  : []),
                { key: 'out', label: t('signOut'), onClick: () => void signOut() },
              ],
            }}
          >
            <Button type="text" className="om-me">
              <strong>{me.name}</strong>
              {own && <span className="om-dim">{tx(own.name)}</span>}
            </Button>
          </Dropdown>
        </div>
      </Layout.Header>
      <Layout.Content id="main" className="om-main" tabIndex={-1}>
        <Outlet />
      </Layout.Content>
    </Layout>
  )
}
