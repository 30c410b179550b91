import { Empty, Tag } from 'antd'
import type { Schemas } from '../../api/client'
import type { Column } from '../../app/csv'
import { useLang } from '../../app/lang'
import { Scroll } from '../../app/scroll'
import { count, days } from '../../app/time'
import { type Metrics, Panel } from './counted'
import type { Names } from './names'

type Step = Schemas['AnalyticsStepDays']

/** How long each step takes, against its own limit. */
export function Steps({ steps, metrics, names }: { steps: Step[]; metrics: Metrics; names: Names }) {
  const { t } = useLang()
  const matters = [...new Set(steps.map((s) => s.matter))].sort()
  const ordered = [...steps].sort(
    (a, b) => a.matter.localeCompare(b.matter) || names.order(a.matter, a.step) - names.order(b.matter, b.step),
  )
  const longest = Math.max(1, ...steps.map((s) => Math.max(s.p90, s.limit)))
  const columns: Column<Step>[] = [
    { title: t('matter'), value: (s) => names.matter(s.matter) },
    { title: t('step'), value: (s) => names.step(s.matter, s.step) },
    { title: t('stepsCount'), value: (s) => s.count },
    { title: t('median'), value: (s) => Math.round(s.median * 100) / 100 },
    { title: t('p90'), value: (s) => Math.round(s.p90 * 100) / 100 },
    { title: t('limit'), value: (s) => s.limit || null },
  ]
  return (
    <Panel
      title={t('stepsTitle')}
      note={t('stepsLead')}
      metrics={metrics}
      metric="steps"
      file={{ name: 'onematter-steps', columns, rows: ordered }}
    >
      {steps.length === 0 ? (
        <div className="om-body">
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noneInSpan')} />
        </div>
      ) : (
        <Scroll label={t('stepsTitle')}>
          <table className="om-table om-wide om-step-table">
            <thead>
              <tr>
                <th scope="col">{t('step')}</th>
                <th scope="col" className="om-legendcell">
                  <span className="om-swatch om-swatch-median" aria-hidden="true" />
                  {t('median')}
                  <span className="om-swatch om-swatch-p90" aria-hidden="true" />
                  {t('p90')}
                </th>
                <th scope="col" className="om-num">
                  {t('median')}
                </th>
                <th scope="col" className="om-num">
                  {t('p90')}
                </th>
                <th scope="col" className="om-num">
                  {t('limit')}
                </th>
                <th scope="col" className="om-num">
                  {t('stepsCount')}
                </th>
              </tr>
            </thead>
            {matters.map((m) => (
              <tbody key={m}>
                <tr className="om-group-row">
                  <th scope="rowgroup" colSpan={6}>
                    {names.matter(m)}
                  </th>
                </tr>
                {ordered
                  .filter((s) => s.matter === m)
                  .map((s) => (
                    <Row key={s.step} step={s} longest={longest} name={names.step(m, s.step)} />
                  ))}
              </tbody>
            ))}
          </table>
        </Scroll>
      )}
    </Panel>
  )
}

function Row({ step: s, longest, name }: { step: Step; longest: number; name: string }) {
  const { t, lang } = useLang()
  const at = (n: number) => `${(n / longest) * 100}%`
  // As shown: what reads “1 of 1” is not over.
  const late = s.limit > 0 && Math.round(s.p90 * 10) > Math.round(s.limit * 10)
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="om-barcell" aria-hidden="true">
        <span className="om-bullet">
          <i className={late ? 'om-late' : undefined} style={{ width: at(s.p90) }} />
          <b style={{ width: at(s.median) }} />
          {s.limit > 0 && <u style={{ left: at(s.limit) }} />}
        </span>
      </td>
      <td className="om-num">{days(s.median)}</td>
      <td className="om-num">
        {late ? (
          <Tag color="error" title={t('overLimit')}>
            {days(s.p90)}
            <span className="om-sr"> {t('overLimit')}</span>
          </Tag>
        ) : (
          days(s.p90)
        )}
      </td>
      <td className="om-num">{s.limit ? days(s.limit) : <span className="om-dim">{t('noLimit')}</span>}</td>
      <td className="om-num">{count(s.count, lang)}</td>
    </tr>
  )
}
