import { Link } from '@tanstack/react-router'
import { Empty } from 'antd'
import type { Schemas } from '../../api/client'
import type { Column } from '../../app/csv'
import { useLang } from '../../app/lang'
import { Scroll } from '../../app/scroll'
import { count, days } from '../../app/time'
import { type Metrics, Panel } from './counted'
import type { Names } from './names'

type Real = Schemas['AnalyticsThemeReal']

/** What the reduction certificates promise beside what really happened. */
export function Reality({ reality, metrics, names }: { reality: Real[]; metrics: Metrics; names: Names }) {
  const { t, lang } = useLang()
  const whole = (n: number | null) => (n === null ? null : Math.round(n * 10) / 10)
  const columns: Column<Real>[] = [
    { title: t('themes'), value: (r) => names.theme(r.theme) },
    { title: t('realFilled'), value: (r) => r.filled },
    { title: `${t('fillMinutes')} · ${t('computed')}`, value: (r) => whole(r.computedMinutes) },
    { title: `${t('fillMinutes')} · ${t('median')}`, value: (r) => whole(r.fillMinutes) },
    { title: `${t('fillMinutes')} · ${t('p90')}`, value: (r) => whole(r.fillMinutesP90) },
    { title: t('realEnded'), value: (r) => r.ended },
    { title: `${t('realDays')} · ${t('promisedLimit')}`, value: (r) => whole(r.promisedDays) },
    { title: `${t('realDays')} · ${t('median')}`, value: (r) => whole(r.takenDays) },
    { title: `${t('realDays')} · ${t('p90')}`, value: (r) => whole(r.takenDaysP90) },
  ]
  const cell = (n: number | null) => <td className="om-num">{n === null ? '—' : days(n)}</td>
  return (
    <Panel
      title={t('realTitle')}
      note={t('realLead')}
      metrics={metrics}
      metric="reality"
      file={{ name: 'onematter-promised-and-real', columns, rows: reality }}
    >
      {reality.length === 0 ? (
        <div className="om-body">
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noneInSpan')} />
        </div>
      ) : (
        <Scroll label={t('realTitle')}>
          <table className="om-table om-wide">
            <thead>
              <tr>
                <th scope="col" rowSpan={2}>
                  {t('themes')}
                </th>
                <th scope="colgroup" colSpan={4} className="om-num">
                  {t('fillMinutes')}
                </th>
                <th scope="colgroup" colSpan={4} className="om-num">
                  {t('realDays')}
                </th>
              </tr>
              <tr>
                {(
                  ['realFilled', 'computed', 'median', 'p90', 'realEnded', 'promisedLimit', 'median', 'p90'] as const
                ).map((k, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns do not move
                  <th key={i} scope="col" className="om-num">
                    {t(k)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {reality.map((r) => (
                <tr key={r.theme}>
                  <th scope="row">
                    <Link to="/catalog/themes/$id" params={{ id: r.theme }}>
                      {names.theme(r.theme)}
                    </Link>
                  </th>
                  <td className="om-num">{count(r.filled, lang)}</td>
                  {cell(r.computedMinutes)}
                  {cell(r.fillMinutes)}
                  {cell(r.fillMinutesP90)}
                  <td className="om-num">{count(r.ended, lang)}</td>
                  {cell(r.promisedDays)}
                  {cell(r.takenDays)}
                  {cell(r.takenDaysP90)}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  )
}
