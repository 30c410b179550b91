import { Empty, Segmented } from 'antd'
import { lazy, Suspense, useState } from 'react'
import type { Schemas } from '../../api/client'
import type { Column } from '../../app/csv'
import { useLang } from '../../app/lang'
import { Scroll } from '../../app/scroll'
import { count, shortDay } from '../../app/time'
import { Waiting } from '../../app/waiting'
import { type Metrics, Panel } from './counted'

const FlowChart = lazy(() => import('./flow-chart').then((m) => ({ default: m.FlowChart })))

type Day = Schemas['AnalyticsFlowDay']

/** Cases in and out by day: a chart, or the same as a table. */
export function Flow({ days, metrics }: { days: Day[]; metrics: Metrics }) {
  const { t, lang } = useLang()
  const [shown, setShown] = useState<'chart' | 'table'>('chart')
  const total = (k: 'in' | 'out') => days.reduce((n, d) => n + d[k], 0)
  const summary = t('flowSummary', {
    from: days[0]?.day ?? '',
    to: days.at(-1)?.day ?? '',
    in: count(total('in'), lang),
    out: count(total('out'), lang),
  })
  const columns: Column<Day>[] = [
    { title: t('day'), value: (d) => d.day },
    { title: t('flowIn'), value: (d) => d.in },
    { title: t('flowOut'), value: (d) => d.out },
  ]
  const empty = total('in') + total('out') === 0
  return (
    <Panel
      title={t('flowTitle')}
      metrics={metrics}
      metric="flow"
      file={{ name: `onematter-flow-${days[0]?.day ?? ''}`, columns, rows: days }}
      extra={
        <Segmented
          size="small"
          aria-label={t('showAs')}
          value={shown}
          onChange={setShown}
          options={[
            { value: 'chart', label: t('showChart') },
            { value: 'table', label: t('showTable') },
          ]}
        />
      }
    >
      <div className="om-body">
        {empty ? (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noneInSpan')} />
        ) : shown === 'chart' ? (
          <Suspense
            fallback={
              <div className="om-chart">
                <Waiting />
              </div>
            }
          >
            <FlowChart days={days} label={summary} />
          </Suspense>
        ) : (
          <Scroll className="om-flow-table" label={summary}>
            <table className="om-table">
              <thead>
                <tr>
                  <th scope="col">{t('day')}</th>
                  <th scope="col" className="om-num">
                    {t('flowIn')}
                  </th>
                  <th scope="col" className="om-num">
                    {t('flowOut')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {days.map((d) => (
                  <tr key={d.day}>
                    <th scope="row">{shortDay(d.day, lang)}</th>
                    <td className="om-num">{d.in}</td>
                    <td className="om-num">{d.out}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </div>
    </Panel>
  )
}
