import { Button, Empty, Segmented } from 'antd'
import { useState } from 'react'
import type { Schemas } from '../../api/client'
import type { Column } from '../../app/csv'
import { useLang } from '../../app/lang'
import { Scroll } from '../../app/scroll'
import { count } from '../../app/time'
import { useUrl } from '../../app/url'
import { useOrganisations } from '../sources/queries'
import { type Metrics, Panel } from './counted'
import type { Names } from './names'
import { NeedlessDrawer } from './needless-drawer'
import { Share, useNeedlessNames } from './needless-share'

type Needless = Schemas['AnalyticsNeedless']

const views = ['item', 'demander', 'source', 'matter', 'reason', 'month'] as const
type View = (typeof views)[number]

/** One line of the table: what it is, how often, and how to open it. */
interface Line {
  key: string
  name: string
  note?: string
  times: number
  confirmed: number
  filings: number
}

const first = 12

/** What applicants were asked although another department has it: how often, by whom, and why. */
export function NeedlessPanel({ needless: n, metrics, names }: { needless: Needless; metrics: Metrics; names: Names }) {
  const { t, tx, lang } = useLang()
  const [url, change] = useUrl()
  const [view, setView] = useState<View>('item')
  const [all, setAll] = useState(false)
  const named = useNeedlessNames(names, useOrganisations().data)
  const lines: Line[] =
    view === 'item'
      ? n.items.map((i) => ({
          ...i,
          key: `${i.kind}:${i.item}`,
          name: tx(i.name) || i.item,
          note: t('needlessHas', {
            kind: t(`dutyKind_${i.kind as 'field'}`),
            source: i.sources.map(named.department).join(lang === 'zh' ? '、' : ', '),
          }),
        }))
      : {
          demander: n.demanders,
          source: n.sources,
          matter: n.matters,
          reason: n.reasons,
          month: n.months,
        }[view].map((c) => ({ ...c, key: `${view}:${c.id}`, name: named.of(view, c.id) }))
  const most = Math.max(1, ...lines.map((l) => l.times))
  const shown = all ? lines : lines.slice(0, first)
  const columns: Column<Line>[] = [
    { title: t(`needlessBy_${view}`), value: (l) => l.name },
    ...(view === 'item' ? [{ title: t('dutyDepartment'), value: (l: Line) => l.note }] : []),
    { title: t('needlessTimes'), value: (l) => l.times },
    { title: t('needlessConfirmed'), value: (l) => l.confirmed },
    { title: t('needlessCould'), value: (l) => l.times - l.confirmed },
    { title: t('needlessFilings'), value: (l) => l.filings },
  ]
  return (
    <Panel
      id="needless"
      title={t('needlessTitle')}
      note={t('needlessLead')}
      metrics={metrics}
      metric="needless"
      file={{ name: `onematter-asked-needlessly-by-${view}`, columns, rows: lines }}
    >
      {n.times === 0 ? (
        <div className="om-body">
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('needlessNone')} />
        </div>
      ) : (
        <>
          <div className="om-body om-needless-head">
            <p>
              {t('needlessSummary', {
                times: count(n.times, lang),
                filings: count(n.filings, lang),
                confirmed: count(n.confirmed, lang),
                could: count(n.times - n.confirmed, lang),
              })}
            </p>
            <Segmented
              size="small"
              aria-label={t('showAs')}
              value={view}
              onChange={setView}
              options={views.map((v) => ({ value: v, label: t(`needlessBy_${v}`) }))}
            />
          </div>
          <Scroll label={t('needlessTitle')}>
            <table className="om-table om-wide">
              <thead>
                <tr>
                  <th scope="col">{t(`needlessBy_${view}`)}</th>
                  <th scope="col" colSpan={2}>
                    {t('needlessTimes')}
                    <span className="om-needless-key">
                      <span>
                        <i className="om-swatch om-swatch-confirmed" aria-hidden="true" />
                        {t('needlessConfirmed')}
                      </span>
                      <span>
                        <i className="om-swatch om-swatch-could" aria-hidden="true" />
                        {t('needlessCould')}
                      </span>
                    </span>
                  </th>
                  <th scope="col" className="om-num">
                    {t('needlessConfirmed')}
                  </th>
                  <th scope="col" className="om-num">
                    {t('needlessCould')}
                  </th>
                  <th scope="col" className="om-num">
                    {t('needlessFilings')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {shown.map((l) => (
                  <tr key={l.key}>
                    <th scope="row">
                      {view === 'month' ? (
                        l.name
                      ) : (
                        <Button
                          type="link"
                          className="om-needless-open"
                          onClick={() => change({ needless: l.key }, true)}
                        >
                          {l.name}
                        </Button>
                      )}
                      {l.note && <small className="om-dim om-block">{l.note}</small>}
                    </th>
                    <td className="om-num om-tight">{count(l.times, lang)}</td>
                    <td className="om-barcell" aria-hidden="true">
                      <Share times={l.times} confirmed={l.confirmed} most={most} />
                    </td>
                    <td className="om-num">{count(l.confirmed, lang)}</td>
                    <td className="om-num">{count(l.times - l.confirmed, lang)}</td>
                    <td className="om-num">{count(l.filings, lang)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {lines.length > first && (
              <div className="om-more">
                <Button onClick={() => setAll(!all)}>{all ? t('fewer') : t('showAll', { n: lines.length })}</Button>
              </div>
            )}
          </Scroll>
        </>
      )}
      <NeedlessDrawer of={url.needless} close={() => change({ needless: undefined })} names={named} />
    </Panel>
  )
}
