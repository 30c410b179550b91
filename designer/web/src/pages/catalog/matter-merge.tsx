import { useParams } from '@tanstack/react-router'
import { Select } from 'antd'
import { useState } from 'react'
import { api, need, type Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Deed, Head, Labelled, OfPack, TextBox } from './restructure'
import { actOf, noAct, wrongName } from './restructure-check'
import { textOf } from './split-plan'

/** Several matters become one: which, under what name, then what that would change. */
export function MatterMerge() {
  const { id } = useParams({ from: '/catalog/matters/$id/merge' })
  return <OfPack id={id}>{(matter, others) => <Plan key={id} matter={matter} others={others} />}</OfPack>
}

function Plan({ matter, others }: { matter: Schemas['Matter']; others: Schemas['Matter'][] }) {
  const { t, tx } = useLang()
  const [chosen, setChosen] = useState<string[]>([])
  const [process, setProcess] = useState('')
  const [id, setID] = useState('')
  const [zh, setZh] = useState('')
  const [en, setEn] = useState('')
  const [act, setAct] = useState(noAct)
  const label = (m: Schemas['Matter']) => `${m.id} ${tx(m.name)}`
  const matters = [matter, ...others.filter((m) => chosen.includes(m.id))]
  const said = {
    matters: matters.map((m) => m.id),
    id: id.trim(),
    name: textOf(zh, en),
    process: matters.some((m) => m.id === process) ? process : undefined,
    ...actOf(act),
  }
  const params = { path: { name: matter.pack } }
  return (
    <Deed
      pack={matter.pack}
      head={<Head matter={matter} title="mergeTitle" lead="mergeLead" />}
      act={act}
      setAct={setAct}
      places={{
        matters: { label: t('withMatters') },
        process: { label: t('processOf') },
        id: { label: t('newMatterId') },
        'name/zh': { label: t('nameZh') },
        'name/en': { label: t('nameEn') },
      }}
      news={{ [said.id]: '' }}
      wrong={[
        ...(matters.length > 1 ? [] : [{ at: 'matters', words: t('chooseOne') }]),
        ...wrongName('', id, zh, en, t),
      ]}
      said={said}
      look={(body) => need(api.POST('/api/v1/packs/{name}/merges/preview', { params, body }))}
      begin={(body) => need(api.POST('/api/v1/packs/{name}/merges', { params, body }))}
    >
      <section className="om-panel om-body">
        <div className="om-boxes">
          <Labelled at="matters">
            {(marks) => (
              <Select
                {...marks}
                mode="multiple"
                showSearch={{ optionFilterProp: 'label' }}
                value={chosen}
                onChange={setChosen}
                options={others.map((m) => ({ value: m.id, label: label(m) }))}
              />
            )}
          </Labelled>
          <Labelled at="process">
            {(marks) => (
              <Select
                {...marks}
                value={said.process ?? ''}
                onChange={setProcess}
                options={[
                  { value: '', label: t('processAny') },
                  ...matters.map((m) => ({ value: m.id, label: `${label(m)} · ${tx(m.departmentName)}` })),
                ]}
              />
            )}
          </Labelled>
          <TextBox at="id" value={id} change={setID} max={64} />
          <TextBox at="name/zh" value={zh} change={setZh} />
          <TextBox at="name/en" value={en} change={setEn} />
        </div>
      </section>
    </Deed>
  )
}
