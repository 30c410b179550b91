import { DatePicker, Segmented, Select } from 'antd'
import dayjs from 'dayjs'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { useMatters, useThemes } from '../../app/queries'
import { is, useMe } from '../../app/session'
import { useUrl } from '../../app/url'
import { presets, type Span } from './span'

/** Time, theme, department, matter: all kept in the address, so that a view can be sent to someone. */
export function Filters({ span, departments }: { span: Span; departments: string[] }) {
  const { t, tx } = useLang()
  const [url, change] = useUrl()
  const { data: me } = useMe()
  const themes = useThemes()
  const matters = useMatters()
  const own = new Set(me?.departments.map((d) => d.id))
  const handlers = (m: Schemas['Matter']) => [
    { id: m.department, name: m.departmentName },
    ...(m.delegated ? [{ id: m.delegated.to, name: m.delegateName ?? {} }] : []),
  ]
  const visible = matters.data?.filter((m) => is(me, 'administrator') || handlers(m).some((d) => own.has(d.id))) ?? []
  const offered = new Map(visible.flatMap(handlers).map((d) => [d.id, d.name]))
  const chosen = visible.filter((m) => departments.length === 0 || handlers(m).some((d) => departments.includes(d.id)))
  return (
    <div className="om-filters om-dash-filters">
      <Segmented
        aria-label={t('span')}
        value={span.preset}
        onChange={(v) =>
          v === 'custom'
            ? change({ span: undefined, from: span.from, to: span.to })
            : change({ span: v === '30' ? undefined : v, from: undefined, to: undefined })
        }
        options={[...presets, 'custom' as const].map((p) => ({ value: p, label: t(`span_${p}`) }))}
      />
      {span.preset === 'custom' && (
        <DatePicker.RangePicker
          value={[dayjs(span.from), dayjs(span.to)]}
          onChange={(v) => v?.[0] && v[1] && change({ from: v[0].format('YYYY-MM-DD'), to: v[1].format('YYYY-MM-DD') })}
          allowClear={false}
          placeholder={[t('fromDay'), t('toDay')]}
          aria-label={t('span')}
        />
      )}
      <Select
        value={url.theme}
        onChange={(v) => change({ theme: v })}
        allowClear
        placeholder={t('allThemes')}
        aria-label={t('themes')}
        style={{ minWidth: 150 }}
        options={themes.data?.map((x) => ({ value: x.id, label: tx(x.name) }))}
      />
      <Select
        mode="multiple"
        value={departments}
        onChange={(v: string[]) => change({ department: v.join(',') || undefined, matter: undefined })}
        allowClear
        maxTagCount="responsive"
        placeholder={t('allDepartments')}
        aria-label={t('department')}
        style={{ minWidth: 200 }}
        showSearch={{ optionFilterProp: 'label' }}
        options={[...offered].map(([value, name]) => ({ value, label: tx(name) }))}
      />
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        value={url.matter}
        onChange={(v) => change({ matter: v })}
        allowClear
        placeholder={t('allMatters')}
        aria-label={t('matter')}
        style={{ minWidth: 220 }}
        options={chosen.map((m) => ({ value: m.id, label: tx(m.name) }))}
      />
    </div>
  )
}
