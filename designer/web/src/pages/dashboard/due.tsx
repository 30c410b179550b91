import { Link } from '@tanstack/react-router'
import { Button, Empty } from 'antd'
import { useState } from 'react'
import type { Schemas } from '../../api/client'
import type { Column } from '../../app/csv'
import { useLang } from '../../app/lang'
import { type Light, LightTag, lightWord } from '../../app/light'
import { Scroll } from '../../app/scroll'
import { is, useMe } from '../../app/session'
import { instant } from '../../app/time'
import { type Metrics, Panel } from './counted'
import type { Names } from './names'

type Due = Schemas['AnalyticsDueCase']

const first = 20

/** Overdue and nearly overdue, the most urgent first, each leading to its case. */
export function DueList({ due, metrics, names }: { due: Due[]; metrics: Metrics; names: Names }) {
  const { t, lang } = useLang()
  const { data: me } = useMe()
  const [all, setAll] = useState(false)
  // A case is opened by whom its department is; others see that it is there.
  const mayOpen = (d: Due) => is(me, 'administrator') || !!me?.departments.some((x) => x.id === d.department)
  const columns: Column<Due>[] = [
    { title: t('light'), value: (d) => t(lightWord[d.light as Light]) },
    { title: t('case'), value: (d) => d.number },
    { title: t('matter'), value: (d) => names.matter(d.matter) },
    { title: t('department'), value: (d) => names.department(d.department) },
    { title: t('step'), value: (d) => names.step(d.matter, d.state) },
    { title: t('due'), value: (d) => d.due },
  ]
  const shown = all ? due : due.slice(0, first)
  return (
    <Panel
      id="due"
      title={t('dueTitle')}
      metrics={metrics}
      metric="due"
      file={{ name: 'onematter-due', columns, rows: due }}
    >
      {due.length === 0 ? (
        <div className="om-body">
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noneDue')} />
        </div>
      ) : (
        <Scroll label={t('dueTitle')}>
          <table className="om-table om-wide">
            <thead>
              <tr>
                {columns.map((c) => (
                  <th scope="col" key={c.title}>
                    {c.title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((d) => (
                <tr key={d.case}>
                  <td>
                    <LightTag light={d.light as Light} />
                  </td>
                  <td>
                    {mayOpen(d) ? (
                      <Link to="/cases/$id" params={{ id: d.case }}>
                        {d.number}
                      </Link>
                    ) : (
                      d.number
                    )}
                  </td>
                  <td>{names.matter(d.matter)}</td>
                  <td>{names.department(d.department)}</td>
                  <td>{names.step(d.matter, d.state)}</td>
                  <td>
                    {instant(d.due, lang)}
                    {mayOpen(d) && (
                      <>
                        {' '}
                        <Link
                          to="/cases/$id/clocks"
                          params={{ id: d.case }}
                          aria-label={`${t('whyDue')} ${t('accountTitle')} ${d.number}`}
                        >
                          {t('whyDue')}
                        </Link>
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {due.length > first && (
            <div className="om-more">
              <Button onClick={() => setAll(!all)}>{all ? t('fewer') : t('showAll', { n: due.length })}</Button>
            </div>
          )}
        </Scroll>
      )}
    </Panel>
  )
}
