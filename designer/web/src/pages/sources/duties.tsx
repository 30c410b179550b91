import { Button, Empty, Select } from 'antd'
import { useLang } from '../../app/lang'
import { LightTag } from '../../app/light'
import { Failed } from '../../app/not-found'
import { useMatters } from '../../app/queries'
import { is, useMe } from '../../app/session'
import '../../app/table.css'
import { Scroll } from '../../app/scroll'
import { instant } from '../../app/time'
import { useUrl } from '../../app/url'
import { Waiting } from '../../app/waiting'
import { DutyDrawer } from './duty'
import { ListFiles } from './list-files'
import { Propose } from './propose'
import { type DutyState, useDuties, useOrganisations } from './queries'
import { StatePill } from './state'

const states: DutyState[] = ['proposed', 'returned', 'disputed', 'assigned', 'confirmed', 'withdrawn', 'ended']

/** Every responsibility one may see. */
export function Duties() {
  const { t, tx, lang } = useLang()
  const { data: me } = useMe()
  const [url, change] = useUrl()
  const filter = { matter: url.matter, department: url.department, state: states.find((s) => s === url.state) }
  const duties = useDuties(filter)
  const matters = useMatters()
  const organisations = useOrganisations()
  const named = (id: string) => tx(organisations.data?.find((o) => o.id === id)?.name) || id
  if (duties.isError && !duties.data) return <Failed error={duties.error} retry={() => duties.refetch()} />
  const items = duties.data?.pages.flatMap((p) => p.items) ?? []
  const filtered = !!(filter.matter || filter.department || filter.state)
  const designer = is(me, 'designer', 'administrator')
  return (
    <div className="om-duties">
      <div className="om-filters">
        <Select
          value={filter.matter}
          onChange={(matter) => change({ matter })}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('allMatters')}
          aria-label={t('matters')}
          style={{ minWidth: 220 }}
          options={matters.data?.map((m) => ({ value: m.id, label: tx(m.name) }))}
        />
        <Select
          value={filter.department}
          onChange={(department) => change({ department })}
          allowClear
          placeholder={t('dutyDepartments')}
          aria-label={t('dutyDepartment')}
          style={{ minWidth: 180 }}
          options={organisations.data?.map((o) => ({ value: o.id, label: tx(o.name) }))}
        />
        <Select
          value={filter.state}
          onChange={(state) => change({ state })}
          allowClear
          placeholder={t('dutyStates')}
          aria-label={t('status')}
          style={{ minWidth: 140 }}
          options={states.map((s) => ({ value: s, label: t(`dutyState_${s}`) }))}
        />
        {designer && <Propose matter={filter.matter} />}
        <ListFiles matter={filter.matter} department={filter.department} />
      </div>
      {duties.isPending && <Waiting />}
      {!duties.isPending && items.length === 0 && (
        <div className="om-panel om-body">
          <Empty
            image={Empty.PRESENTED_IMAGE_SIMPLE}
            description={t(filtered || !designer ? 'dutiesNone' : 'dutiesEmpty')}
          />
        </div>
      )}
      {items.length > 0 && (
        <div className="om-panel">
          <Scroll label={t('duties')}>
            <table className="om-table om-wide om-stack">
              <thead>
                <tr>
                  <th scope="col">{t('dutyItem')}</th>
                  <th scope="col">{t('dutyDepartment')}</th>
                  <th scope="col">{t('dutyDemander')}</th>
                  <th scope="col">{t('status')}</th>
                  <th scope="col">{t('dutyDue')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((d) => (
                  <tr key={d.id}>
                    <th scope="row">
                      <Button
                        type="link"
                        style={{ padding: 0, height: 'auto' }}
                        onClick={() => change({ id: d.id }, true)}
                      >
                        {tx(d.itemName)}
                      </Button>
                      <span className="om-dim">
                        {t(`dutyKind_${d.kind}`)} · {tx(d.matterName)}
                      </span>
                    </th>
                    <td data-label={t('dutyDepartment')}>{named(d.department)}</td>
                    <td data-label={t('dutyDemander')}>{named(d.demander)}</td>
                    <td data-label={t('status')}>
                      <StatePill state={d.state} />
                    </td>
                    <td data-label={t('dutyDue')} className={d.light === 'none' ? 'om-none' : undefined}>
                      {d.light !== 'none' && (
                        <span>
                          <LightTag light={d.light} />{' '}
                          <span className="om-dim">{instant(d.due ?? undefined, lang, false)}</span>
                        </span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </div>
      )}
      {duties.hasNextPage && (
        <Button onClick={() => void duties.fetchNextPage()} loading={duties.isFetchingNextPage}>
          {t('more')}
        </Button>
      )}
      <DutyDrawer id={url.id} close={() => change({ id: undefined })} />
    </div>
  )
}
