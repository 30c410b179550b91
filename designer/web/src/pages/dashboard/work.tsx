import { Empty, Segmented } from 'antd'
import { useState } from 'react'
import type { Schemas } from '../../api/client'
import type { Column } from '../../app/csv'
import { useLang } from '../../app/lang'
import { Scroll } from '../../app/scroll'
import { count, percent } from '../../app/time'
import { type Metrics, Panel } from './counted'
import type { Names } from './names'

type Load = Schemas['AnalyticsInWork']

/** What is in work, by matter or by department. */
export function Work({
  matters,
  departments,
  metrics,
  names,
}: {
  matters: Load[]
  departments: Load[]
  metrics: Metrics
  names: Names
}) {
  const { t, lang } = useLang()
  const [by, setBy] = useState<'matter' | 'department'>('matter')
  const rows = by === 'matter' ? matters : departments
  const name = by === 'matter' ? names.matter : names.department
  const most = Math.max(1, ...rows.map((r) => r.inWork))
  const columns: Column<Load>[] = [
    { title: t(by), value: (r) => name(r.id) },
    ...(by === 'matter' ? [{ title: t('department'), value: (r: Load) => names.department(r.department ?? '') }] : []),
    { title: t('fig_inWork'), value: (r) => r.inWork },
    { title: t('fig_asking'), value: (r) => r.asking },
    { title: t('fig_overdue'), value: (r) => r.overdue },
    { title: t('ended'), value: (r) => r.ended },
    { title: t('onTimeRate'), value: (r) => r.onTime },
  ]
  return (
    <Panel
      title={t('workTitle')}
      metrics={metrics}
      metric="in_work"
      file={{ name: `onematter-work-by-${by}`, columns, rows }}
      extra={
        <Segmented
          size="small"
          aria-label={t('showAs')}
          value={by}
          onChange={setBy}
          options={[
            { value: 'matter', label: t('byMatter') },
            { value: 'department', label: t('byDepartment') },
          ]}
        />
      }
    >
      {rows.length === 0 ? (
        <div className="om-body">
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noneInSpan')} />
        </div>
      ) : (
        <Scroll label={t('workTitle')}>
          <table className="om-table om-wide">
            <thead>
              <tr>
                <th scope="col">{t(by)}</th>
                <th scope="col" colSpan={2}>
                  {t('fig_inWork')}
                </th>
                <th scope="col" className="om-num">
                  {t('fig_asking')}
                </th>
                <th scope="col" className="om-num">
                  {t('fig_overdue')}
                </th>
                <th scope="col" className="om-num">
                  {t('ended')}
                </th>
                <th scope="col" className="om-num">
                  {t('onTimeRate')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((r) => (
                <tr key={`${r.id} ${r.department ?? ''}`}>
                  <th scope="row">
                    {name(r.id)}
                    {by === 'matter' && (
                      <small className="om-dim om-block">{names.department(r.department ?? '')}</small>
                    )}
                  </th>
                  <td className="om-num om-tight">{count(r.inWork, lang)}</td>
                  <td className="om-barcell" aria-hidden="true">
                    <span className="om-hbar" style={{ width: `${(r.inWork / most) * 100}%` }}>
                      {r.overdue > 0 && <i style={{ width: `${(r.overdue / r.inWork) * 100}%` }} />}
                    </span>
                  </td>
                  <td className="om-num">{count(r.asking, lang)}</td>
                  <td className={r.overdue > 0 ? 'om-num om-light-red om-strong' : 'om-num'}>
                    {count(r.overdue, lang)}
                  </td>
                  <td className="om-num">{count(r.ended, lang)}</td>
                  <td className="om-num">{percent(r.onTime)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  )
}
