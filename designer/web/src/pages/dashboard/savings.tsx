import { Link } from '@tanstack/react-router'
import { Empty } from 'antd'
import type { Schemas } from '../../api/client'
import type { Column } from '../../app/csv'
import { useLang } from '../../app/lang'
import { count, days } from '../../app/time'
import { lessBy } from '../catalog/burden'
import { type Metrics, Panel } from './counted'
import type { Names } from './names'

type Saved = Schemas['AnalyticsThemeSaved']

/** What merging saved a theme case on average: fields to fill in, materials to hand in. */
export function Savings({ savings, metrics, names }: { savings: Saved[]; metrics: Metrics; names: Names }) {
  const { t, lang } = useLang()
  const columns: Column<Saved>[] = [
    { title: t('themes'), value: (s) => names.theme(s.theme) },
    { title: t('case'), value: (s) => s.cases },
    { title: `${t('savedFields')} · ${t('before')}`, value: (s) => round(s.fieldsBefore) },
    { title: `${t('savedFields')} · ${t('after')}`, value: (s) => round(s.fieldsAfter) },
    { title: `${t('savedMaterials')} · ${t('before')}`, value: (s) => round(s.materialsBefore) },
    { title: `${t('savedMaterials')} · ${t('after')}`, value: (s) => round(s.materialsAfter) },
  ]
  return (
    <Panel
      title={t('savingsTitle')}
      note={t('savingsLead')}
      metrics={metrics}
      metric="savings"
      file={{ name: 'onematter-savings', columns, rows: savings }}
    >
      <div className="om-body om-savings">
        {savings.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noneInSpan')} />}
        {savings.map((s) => (
          <div key={s.theme}>
            <h3>
              <Link to="/catalog/themes/$id" params={{ id: s.theme }}>
                {names.theme(s.theme)}
              </Link>
              <small className="om-dim">
                {t('savedInAll', {
                  cases: count(s.cases, lang),
                  fields: count(s.fieldsSaved, lang),
                  materials: count(s.materialsSaved, lang),
                })}
              </small>
            </h3>
            <Pair label={t('savedFields')} before={s.fieldsBefore} after={s.fieldsAfter} />
            <Pair label={t('savedMaterials')} before={s.materialsBefore} after={s.materialsAfter} />
          </div>
        ))}
      </div>
    </Panel>
  )
}

const round = (n: number) => Math.round(n * 10) / 10

function Pair({ label, before, after }: { label: string; before: number; after: number }) {
  const { t } = useLang()
  const less = lessBy(before, after)
  const share = before > 0 ? `${Math.min(100, (after / before) * 100)}%` : '0%'
  return (
    <div className="om-pair">
      <strong>{label}</strong>
      <span className="om-dim">{t('before')}</span>
      <span className="om-pair-bar" aria-hidden="true">
        <i style={{ width: '100%' }} />
      </span>
      <span className="om-num">{days(before)}</span>
      <span>{t('after')}</span>
      <span className="om-pair-bar" aria-hidden="true">
        <b style={{ width: share }} />
      </span>
      <span className="om-num">
        <strong>{days(after)}</strong>
      </span>
      {less !== undefined && <em>{t('lessBy', { n: less })}</em>}
    </div>
  )
}
