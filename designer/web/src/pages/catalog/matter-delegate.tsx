import { useParams } from '@tanstack/react-router'
import { Checkbox, Radio, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { api, need, type Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'
import { useDepartments, useMatter } from '../../app/queries'
import { Waiting } from '../../app/waiting'
import { usePlace } from '../../app/wrong'
import { today } from '../dashboard/span'
import { Deed, Head, Labelled, TextBox } from './restructure'
import { actOf, noAct, wrongHand } from './restructure-check'

/** The power over a matter goes to another department: to which, in whose name, until when. */
export function MatterDelegate() {
  const { id } = useParams({ from: '/catalog/matters/$id/delegate' })
  const matter = useMatter(id)
  const departments = useDepartments(matter.data?.pack)
  const failed = matter.isError ? matter : departments.isError ? departments : undefined
  if (failed) return <Failed error={failed.error} retry={() => failed.refetch()} />
  if (!matter.data || !departments.data) return <Waiting />
  return <Plan key={id} matter={matter.data} departments={departments.data} />
}

function Plan({ matter, departments }: { matter: Schemas['Matter']; departments: Schemas['Named'][] }) {
  const { t, tx } = useLang()
  const [to, setTo] = useState<string>()
  const [kind, setKind] = useState<Schemas['DelegateMatter']['kind']>('entrust')
  const [until, setUntil] = useState('')
  const [replace, setReplace] = useState(false)
  const [act, setAct] = useState(noAct)
  const stands = matter.delegated && !(matter.delegated.until && matter.delegated.until < today()) && matter.delegated
  const { on, basis, reason } = actOf(act)
  const said = {
    matter: matter.id,
    to: to ?? '',
    kind,
    until: until || undefined,
    replace,
    on,
    basis,
    reason: reason.zh || reason.en ? reason : undefined,
  }
  const params = { path: { name: matter.pack } }
  return (
    <Deed
      pack={matter.pack}
      head={<Head matter={matter} title="delegateTitle" lead="delegateLead" />}
      whyNeeded={false}
      act={act}
      setAct={setAct}
      places={{
        to: { label: t('delegatedTo') },
        until: { label: t('lastDay') },
        ...(stands ? { replace: { label: t('replaceIt') } } : {}),
      }}
      wrong={wrongHand(said.to, until, on, t)}
      said={said}
      look={(body) => need(api.POST('/api/v1/packs/{name}/delegations/preview', { params, body }))}
      begin={(body) => need(api.POST('/api/v1/packs/{name}/delegations', { params, body }))}
    >
      <section className="om-panel">
        <header>
          <h2>{t('toWhom')}</h2>
        </header>
        <div className="om-body om-to-whom">
          <div className="om-boxes">
            <Labelled at="to">
              {(marks) => (
                <Select
                  {...marks}
                  showSearch={{ optionFilterProp: 'label' }}
                  value={to}
                  onChange={setTo}
                  options={departments
                    .filter((d) => d.id !== matter.department)
                    .map((d) => ({ value: d.id, label: tx(d.name) }))}
                />
              )}
            </Labelled>
            <TextBox at="until" value={until} change={setUntil} type="date" hint={t('lastDayHint')} />
          </div>
          <Radio.Group
            className="om-ways"
            aria-label={t('decidedBy')}
            value={kind}
            onChange={(e) => setKind(e.target.value)}
            options={[
              { value: 'entrust', label: t('wayEntrust', { department: tx(matter.departmentName) }) },
              { value: 'transfer', label: t('wayTransfer') },
            ]}
          />
          {stands && (
            <Replace checked={replace} change={setReplace}>
              {t('replaceStanding', {
                department: tx(matter.delegateName),
                span: stands.until
                  ? t('delegatedBetween', { on: stands.on, until: stands.until })
                  : t('delegatedFrom', { on: stands.on }),
              })}
            </Replace>
          )}
        </div>
      </section>
    </Deed>
  )
}

/** That the new delegation takes the place of the one that stands. */
function Replace({
  checked,
  change,
  children,
}: {
  checked: boolean
  change: (v: boolean) => void
  children: ReactNode
}) {
  const { marks, words } = usePlace('replace')
  const { status: _, ...rest } = marks
  return (
    <div className="om-labelled">
      <Checkbox {...rest} checked={checked} onChange={(e) => change(e.target.checked)}>
        {children}
      </Checkbox>
      {words}
    </div>
  )
}
