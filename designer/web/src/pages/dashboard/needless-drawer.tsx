import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Drawer } from 'antd'
import { api, need, type Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'
import { is, useMe } from '../../app/session'
import { count, instant } from '../../app/time'
import { useUrl } from '../../app/url'
import { Waiting } from '../../app/waiting'
import { type NeedlessNames, Share } from './needless-share'
import { spanOf, today } from './span'

/** What stands behind one number: why, who asked, who has it, when, and the filings. */
export function NeedlessDrawer({ of, close, names }: { of?: string; close: () => void; names: NeedlessNames }) {
  const { t, tx, lang } = useLang()
  const [url] = useUrl()
  const { data: me } = useMe()
  const span = spanOf(url, today())
  const at = of?.indexOf(':') ?? -1
  const [by, id] = [of?.slice(0, at) ?? '', of?.slice(at + 1) ?? '']
  const item = by === 'field' || by === 'material'
  const query = {
    from: span.from,
    to: span.to,
    theme: url.theme,
    matter: by === 'matter' ? id : url.matter,
    department: url.department?.split(',').filter(Boolean),
    kind: item ? (by as 'field') : undefined,
    item: item ? id : undefined,
    demander: by === 'demander' ? id : undefined,
    source: by === 'source' ? id : undefined,
    reason: by === 'reason' ? id : undefined,
  }
  const answer = useQuery({
    queryKey: ['needless', query],
    enabled: !!of,
    queryFn: () => need(api.GET('/api/v1/dashboard/needless', { params: { query } })),
    placeholderData: keepPreviousData,
  })
  const d = answer.data
  const n = d?.needless
  const mayOpen = (department: string) => is(me, 'administrator') || !!me?.departments.some((x) => x.id === department)
  return (
    <Drawer
      open={!!of}
      onClose={close}
      size={560}
      destroyOnHidden
      title={<h2 className="om-drawer-title">{item ? tx(d?.name) || id : names.of(by, id)}</h2>}
    >
      {answer.isError && !d && <Failed error={answer.error} retry={() => answer.refetch()} />}
      {answer.isPending && !!of && <Waiting />}
      {d && n && (
        <div className="om-needless-detail">
          <p>
            {t('needlessSummary', {
              times: count(n.times, lang),
              filings: count(n.filings, lang),
              confirmed: count(n.confirmed, lang),
              could: count(n.times - n.confirmed, lang),
            })}
          </p>
          <Counts by="reason" list={n.reasons} names={names} />
          {by !== 'demander' && <Counts by="demander" list={n.demanders} names={names} />}
          {by !== 'source' && <Counts by="source" list={n.sources} names={names} />}
          {by !== 'matter' && <Counts by="matter" list={n.matters} names={names} />}
          {!item && (
            <Counts
              by="item"
              list={n.items.slice(0, 20).map((i) => ({ ...i, id: tx(i.name) || i.item }))}
              names={{ ...names, of: (_, name) => name }}
            />
          )}
          <Counts by="month" list={n.months} names={names} />
          <h3>{t('needlessLast')}</h3>
          <ul>
            {d.last.map((c) => (
              <li key={c.case}>
                {mayOpen(c.department) ? (
                  <Link to="/cases/$id" params={{ id: c.case }}>
                    {c.number}
                  </Link>
                ) : (
                  c.number
                )}
                <span className="om-dim">{instant(c.at, lang, false)}</span>
                <span className="om-num">{t('needlessTimesOf', { n: count(c.times, lang) })}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Drawer>
  )
}

function Counts({
  by,
  list,
  names,
}: {
  by: 'reason' | 'demander' | 'source' | 'matter' | 'item' | 'month'
  list: Schemas['AnalyticsNeedlessCount'][]
  names: NeedlessNames
}) {
  const { t, lang } = useLang()
  const most = Math.max(1, ...list.map((c) => c.times))
  return (
    <>
      <h3>{t(`needlessBy_${by}`)}</h3>
      <dl>
        {list.map((c) => (
          <div key={c.id}>
            <dt>{names.of(by, c.id)}</dt>
            <dd>
              <Share times={c.times} confirmed={c.confirmed} most={most} />
              <span className="om-num">{count(c.times, lang)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
