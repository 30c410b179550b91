import { useParams } from '@tanstack/react-router'
import { Select } from 'antd'
import { useState } from 'react'
import { api, need, type Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'
import { useMatter, useMatters } from '../../app/queries'
import { Waiting } from '../../app/waiting'
import { Deed, Head, Labelled } from './restructure'
import { actOf, noAct } from './restructure-check'

/** A matter ends: what is there instead, then who still counts on it. */
export function MatterCancel() {
  const { id } = useParams({ from: '/catalog/matters/$id/cancel' })
  const matter = useMatter(id)
  const all = useMatters()
  const failed = matter.isError ? matter : all.isError ? all : undefined
  if (failed) return <Failed error={failed.error} retry={() => failed.refetch()} />
  if (!matter.data || !all.data) return <Waiting />
  const others = all.data.filter((m) => m.pack === matter.data.pack && m.id !== id && !m.cancelled && !m.standard)
  return <Plan key={id} matter={matter.data} others={others} />
}

function Plan({ matter, others }: { matter: Schemas['Matter']; others: Schemas['Matter'][] }) {
  const { t, tx } = useLang()
  const [successors, setSuccessors] = useState<string[]>([])
  const [act, setAct] = useState(noAct)
  const params = { path: { name: matter.pack } }
  return (
    <Deed
      pack={matter.pack}
      head={<Head matter={matter} title="cancelTitle" lead="cancelLead" />}
      day="cancelDay"
      act={act}
      setAct={setAct}
      places={{ successors: { label: t('successors') } }}
      wrong={[]}
      said={{ matter: matter.id, successors, ...actOf(act) }}
      look={(body) => need(api.POST('/api/v1/packs/{name}/cancellations/preview', { params, body }))}
      begin={(body) => need(api.POST('/api/v1/packs/{name}/cancellations', { params, body }))}
    >
      <section className="om-panel om-body">
        <Labelled at="successors" hint={t('successorsHint')}>
          {(marks) => (
            <Select
              {...marks}
              mode="multiple"
              showSearch={{ optionFilterProp: 'label' }}
              value={successors}
              onChange={setSuccessors}
              options={others.map((m) => ({ value: m.id, label: `${m.id} ${tx(m.name)}` }))}
            />
          )}
        </Labelled>
      </section>
    </Deed>
  )
}
