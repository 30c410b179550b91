import { Button, Drawer, Space } from 'antd'
import { useState } from 'react'
import { useLang } from '../../app/lang'
import { LightTag } from '../../app/light'
import { Failed } from '../../app/not-found'
import { useMatters } from '../../app/queries'
import { instant } from '../../app/time'
import { Waiting } from '../../app/waiting'
import { DutyAct } from './duty-act'
import { type DutyEvent, useDuty, useOrganisations, useSources } from './queries'
import { StatePill } from './state'

/** One responsibility: how it stands, what was said, what can be done. */
export function DutyDrawer({ id, close }: { id?: string; close: () => void }) {
  const { t, tx, lang } = useLang()
  const duty = useDuty(id)
  const organisations = useOrganisations()
  const sources = useSources()
  const [event, setEvent] = useState<DutyEvent>()
  const matters = useMatters()
  const matterNamed = (of: string) => tx(matters.data?.find((m) => m.id === of)?.name) || of
  const named = (org: string) => tx(organisations.data?.find((o) => o.id === org)?.name) || org
  const d = duty.data
  return (
    <Drawer
      open={!!id}
      onClose={close}
      size={560}
      destroyOnHidden
      title={<h2 className="om-drawer-title">{d ? tx(d.itemName) : t('dutyItem')}</h2>}
    >
      {duty.isError && !d && <Failed error={duty.error} retry={() => duty.refetch()} />}
      {duty.isPending && <Waiting />}
      {d && (
        <div className="om-duty">
          <dl>
            <dt>{t('status')}</dt>
            <dd>
              <StatePill state={d.state} />
            </dd>
            <dt>{t('matter')}</dt>
            <dd>{tx(d.matterName)}</dd>
            <dt>{t('dutyDepartment')}</dt>
            <dd>{named(d.department)}</dd>
            <dt>{t('dutyDemander')}</dt>
            <dd>{named(d.demander)}</dd>
            {d.light !== 'none' && (
              <>
                <dt>{t('dutyDue')}</dt>
                <dd>
                  <LightTag light={d.light} /> {instant(d.due ?? undefined, lang, false)}
                </dd>
              </>
            )}
            {d.delivers && (
              <>
                <dt>{t('dutyHow')}</dt>
                <dd>
                  {t(`dutyDelivers_${d.delivers}`)} · {tx(sources.data?.find((s) => s.id === d.source)?.name)}
                </dd>
                <dt>{t('dutyFrom')}</dt>
                <dd>{d.from}</dd>
              </>
            )}
            {d.until && (
              <>
                <dt>{t('dutyUntil')}</dt>
                <dd>{d.until}</dd>
              </>
            )}
            {d.coverage && (
              <>
                <dt>{t('dutyCoverage')}</dt>
                <dd>{d.coverage}</dd>
              </>
            )}
          </dl>
          <Space wrap>
            {d.actions.map((e, i) => (
              <Button key={e} type={i === 0 && e !== 'end' ? 'primary' : 'default'} onClick={() => setEvent(e)}>
                {t(`dutyEvent_${e}`)}
              </Button>
            ))}
          </Space>
          <h3>{t('dutyHistory')}</h3>
          <ol>
            {[...d.history].reverse().map((h) => (
              <li key={h.at + h.event}>
                <StatePill state={h.to as typeof d.state} /> <strong>{h.name || t('bySystem')}</strong>{' '}
                <span className="om-dim">{named(h.department)}</span>
                <span className="om-dim om-block">{instant(h.at, lang)}</span>
                {h.was && <span className="om-block">{t('dutyWas', { matter: matterNamed(h.was) })}</span>}
                {h.note && <span className="om-block">{h.note}</span>}
              </li>
            ))}
          </ol>
          {event && <DutyAct duty={d} event={event} close={() => setEvent(undefined)} />}
        </div>
      )}
    </Drawer>
  )
}
