import { useParams } from '@tanstack/react-router'
import { Select } from 'antd'
import { useState } from 'react'
import { api, need, type Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'
import { useMatter, useMatters } from '../../app/queries'
import { Waiting } from '../../app/waiting'
import { actOf, Deed, Head, Labelled, noAct } from './restructure'

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
  const body = (base: string) => ({ base, matter: matter.id, successors, ...actOf(act) })
  const params = { path: { name: matter.pack } }
  return (
    <article className="om-page">
      <Head matter={matter} title="cancelTitle" lead="cancelLead" />
      <section className="om-panel om-body">
        <Labelled label={t('successors')} hint={t('successorsHint')}>
          {(box) => (
            <Select
              id={box}
              mode="multiple"
              showSearch={{ optionFilterProp: 'label' }}
              value={successors}
              onChange={setSuccessors}
              options={others.map((m) => ({ value: m.id, label: `${m.id} ${tx(m.name)}` }))}
            />
          )}
        </Labelled>
      </section>
      <Deed
        pack={matter.pack}
        day="cancelDay"
        act={act}
        setAct={setAct}
        said={successors}
        look={(base) => need(api.POST('/api/v1/packs/{name}/cancellations/preview', { params, body: body(base) }))}
        begin={(base) => need(api.POST('/api/v1/packs/{name}/cancellations', { params, body: body(base) }))}
      />
    </article>
  )
}
