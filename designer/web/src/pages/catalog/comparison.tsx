import { Link } from '@tanstack/react-router'
import { Empty, Select, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { useComparison, useMatters } from '../../app/queries'
import { Scroll } from '../../app/scroll'
import { is, useMe } from '../../app/session'
import { percent } from '../../app/time'
import { idle } from './standard-plan'

type Item = Schemas['CatalogDeviation']

const parts = ['', 'materials', 'form', 'process', idle] as const
const partOf = (i: Item) => (i.kind === idle ? idle : (parts.find((p) => p !== '' && i.path.startsWith(`${p}/`)) ?? ''))

/** A matter beside its template or another matter: what differs, what that means to applicants, what was decided. */
export function Comparison({ matter }: { matter: Schemas['Matter'] }) {
  const { t, tx } = useLang()
  const [other, setOther] = useState<string>()
  const chosen = other ?? matter.template?.matter
  const decides = !!chosen && chosen === matter.template?.matter
  const matters = useMatters().data ?? []
  const found = useComparison(matter.id, decides ? { template: true } : chosen).data
  const { data: me } = useMe()
  return (
    <section className="om-panel" id="comparison">
      <header className="om-wraps">
        <h2>{t('comparison')}</h2>
        <span className="om-dim">
          {found ? t('comparisonLead', { n: found.things, alike: percent(found.alike) }) : t('comparisonNone')}
        </span>
        <Select
          className="om-compare-with"
          showSearch
          optionFilterProp="label"
          aria-label={t('compareWithMatter')}
          placeholder={t('compareWithMatter')}
          value={chosen}
          onChange={setOther}
          options={matters
            .filter((m) => m.id !== matter.id)
            .map((m) => ({
              value: m.id,
              label: `${m.id} ${tx(m.name)}${m.id === matter.template?.matter ? ` · ${t('template')}` : ''}`,
            }))}
        />
        {decides && !!(found?.items.length || found?.idle.length) && is(me, 'designer', 'administrator') && (
          <Link to="/catalog/matters/$id/standard" params={{ id: matter.id }}>
            {t('decideDifferences')}
          </Link>
        )}
      </header>
      {decides && found?.newer && <Newer of={found} />}
      {found?.items.length === 0 && (
        <div className="om-body">
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noDifference')} />
        </div>
      )}
      {found && found.items.length > 0 && (
        <Differences
          items={found.items}
          last={decides ? { title: t('verdict'), cell: (i) => <Verdict item={i} /> } : undefined}
        />
      )}
    </section>
  )
}

/** That the template has moved on: the matter's pack was built with an older version of it. */
export function Newer({ of }: { of: Schemas['CatalogComparison'] }) {
  const { t } = useLang()
  const { pack, version } = of.template
  return <p className="om-body om-dim om-newer">{t('templateNewer', { pack, version, newer: of.newer ?? '' })}</p>
}

/** What was decided about a difference, and why. */
export function Verdict({ item }: { item: Item }) {
  const { t, tx } = useLang()
  return (
    <>
      <span>{t(`verdict_${item.verdict}`)}</span>
      {item.reason && <small className="om-dim om-block">{tx(item.reason)}</small>}
    </>
  )
}

/** Differences by part: where, which, what that means to applicants, and what a page says of each in a last column. */
export function Differences({
  items: all,
  last,
}: {
  items: Item[]
  last?: { title: string; cell: (i: Item) => ReactNode }
}) {
  const { t, tx } = useLang()
  return (
    <Scroll label={t('comparison')}>
      <table className="om-table om-wide om-stack om-differences">
        <thead>
          <tr>
            <th scope="col">{t('place')}</th>
            <th scope="col">{t('difference')}</th>
            <th scope="col">{t('burden')}</th>
            {last && <th scope="col">{last.title}</th>}
          </tr>
        </thead>
        {parts.map((p) => {
          const items = all.filter((i) => partOf(i) === p)
          return (
            items.length > 0 && (
              <tbody key={p}>
                <tr className="om-group-row">
                  <th scope="rowgroup" colSpan={last ? 4 : 3}>
                    {t(`part_${p || 'matter'}`)} <span className="om-dim">{items.length}</span>
                  </th>
                </tr>
                {items.map((i) => (
                  <tr key={`${i.path} ${i.kind}`}>
                    <th scope="row">
                      {tx(i.place)}
                      <small className="om-dim om-block om-code">{i.path}</small>
                    </th>
                    <td>{tx(i.words)}</td>
                    <td data-label={t('burden')}>
                      {i.burden !== 'neutral' && (
                        <Tag color={i.burden === 'heavier' ? 'error' : 'success'}>{t(`burden_${i.burden}`)}</Tag>
                      )}
                    </td>
                    {last && <td data-label={last.title}>{last.cell(i)}</td>}
                  </tr>
                ))}
              </tbody>
            )
          )
        })}
      </table>
    </Scroll>
  )
}
