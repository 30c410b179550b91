import { DownloadOutlined, QuestionCircleOutlined } from '@ant-design/icons'
import { Button, Popover } from 'antd'
import type { ReactNode } from 'react'
import type { Schemas } from '../../api/client'
import { type Column, download, toCSV } from '../../app/csv'
import { useLang } from '../../app/lang'

export type Metrics = Schemas['AnalyticsMetric'][]

/** How a number is counted: its definition, and the very query that was run. */
export function Counted({ metrics, id }: { metrics: Metrics; id: string }) {
  const { t, tx } = useLang()
  const m = metrics.find((x) => x.id === id)
  if (!m) return null
  return (
    <Popover
      trigger="click"
      placement="bottom"
      title={tx(m.name)}
      content={
        <div className="om-counted">
          <p>{tx(m.definition)}</p>
          {m.unit && (
            <p className="om-dim">
              {t('unit')} {tx(m.unit)}
            </p>
          )}
          <details>
            <summary>{t('queryRun')}</summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls can be reached by keyboard */}
            <pre tabIndex={0}>{m.query}</pre>
          </details>
        </div>
      }
    >
      <Button
        type="text"
        size="small"
        className="om-ask"
        icon={<QuestionCircleOutlined />}
        aria-label={t('howCountedOf', { name: tx(m.name) })}
        title={t('howCounted')}
      />
    </Popover>
  )
}

/** A panel of the dashboard: its name, how it is counted, its table to take along. */
export function Panel<T>({
  title,
  note,
  metrics,
  metric,
  file,
  children,
  extra,
  id,
}: {
  title: string
  note?: string
  metrics: Metrics
  metric: string
  file?: { name: string; columns: Column<T>[]; rows: readonly T[] }
  children: ReactNode
  extra?: ReactNode
  id?: string
}) {
  const { t } = useLang()
  return (
    <section className="om-panel" id={id}>
      <header>
        <h2 className="om-panel-title">
          {title}
          <Counted metrics={metrics} id={metric} />
          {note && <small className="om-dim">{note}</small>}
        </h2>
        <span className="om-panel-ends">
          {extra}
          {file && file.rows.length > 0 && (
            <Button
              type="text"
              size="small"
              icon={<DownloadOutlined />}
              aria-label={t('exportOf', { name: title })}
              onClick={() => download(`${file.name}.csv`, toCSV(file.columns, file.rows))}
            >
              CSV
            </Button>
          )}
        </span>
      </header>
      {children}
    </section>
  )
}
