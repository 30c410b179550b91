import { useParams } from '@tanstack/react-router'
import { Select } from 'antd'
import { useState } from 'react'
import { api, need, type Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Deed, Head, Labelled, OfPack } from './restructure'
import { actOf, noAct } from './restructure-check'

/** A matter ends: what is there instead, then who still counts on it. */
export function MatterCancel() {
  const { id } = useParams({ from: '/catalog/matters/$id/cancel' })
  return <OfPack id={id}>{(matter, others) => <Plan key={id} matter={matter} others={others} />}</OfPack>
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
