import type { ReactNode } from 'react'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Legend } from '../../app/legend'
import { LightTag } from '../../app/light'
import { count, days, percent } from '../../app/time'
import { Counted, type Metrics } from './counted'

type Totals = Schemas['AnalyticsTotals']

/** The head figures: what the span brought, and where things stand now. */
export function Figures({ totals: n, metrics }: { totals: Totals; metrics: Metrics }) {
  const { t, lang } = useLang()
  const num = (v: number) => count(v, lang)
  return (
    <section className="om-figures" aria-label={t('headFigures')}>
      <Group title={t('inSpan')}>
        <Figure
          label={t('fig_in')}
          value={num(n.submitted)}
          note={t('ofThemes', { n: num(n.themeSubmitted) })}
          ask={<Counted metrics={metrics} id="totals" />}
        />
        <Figure
          label={t('fig_out')}
          value={num(n.ended)}
          note={t('ofIssued', { n: num(n.issued) })}
          ask={<Counted metrics={metrics} id="totals" />}
        />
        <Figure label={t('fig_onTime')} value={percent(n.onTime)} ask={<Counted metrics={metrics} id="on_time" />} />
        <Figure
          label={t('fig_median')}
          value={n.medianDays === null ? '—' : days(n.medianDays)}
          unit={n.medianDays === null ? undefined : t('daysUnit')}
          note={n.p90Days === null ? undefined : t('nineOfTen', { n: days(n.p90Days) })}
          ask={<Counted metrics={metrics} id="on_time" />}
        />
      </Group>
      <Group title={t('nowOnly')}>
        <Figure label={t('fig_inWork')} value={num(n.inWork)} ask={<Counted metrics={metrics} id="in_work" />} />
        <Figure label={t('fig_asking')} value={num(n.asking)} ask={<Counted metrics={metrics} id="in_work" />} />
        <Figure
          label={<LightTag light="red" />}
          value={num(n.overdue)}
          tone={n.overdue > 0 ? 'red' : undefined}
          ask={<Counted metrics={metrics} id="due" />}
        />
        <Figure
          label={<LightTag light="yellow" />}
          value={num(n.nearlyOverdue)}
          tone={n.nearlyOverdue > 0 ? 'yellow' : undefined}
          ask={<Counted metrics={metrics} id="due" />}
        />
      </Group>
      <Legend />
    </section>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="om-panel om-figure-group">
      <h2>{title}</h2>
      <dl>{children}</dl>
    </div>
  )
}

interface FigureProps {
  label: ReactNode
  value: string
  unit?: string
  note?: string
  ask: ReactNode
  tone?: 'red' | 'yellow'
}

function Figure({ label, value, unit, note, ask, tone }: FigureProps) {
  return (
    <div className="om-figure">
      <dt>
        {label} {ask}
      </dt>
      <dd>
        <strong className={tone ? `om-light-${tone}` : undefined}>{value}</strong>
        {unit && <span className="om-dim"> {unit}</span>}
        {note && <small className="om-dim">{note}</small>}
      </dd>
    </div>
  )
}
