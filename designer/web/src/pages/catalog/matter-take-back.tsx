import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, need, type Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Deed, Head, OfPack } from './restructure'
import { noAct, reasonOf } from './restructure-check'

type What = Schemas['RetractAct']['act']

/** What is said of a matter from a day still to come is taken back: why is all that is asked. */
export function MatterTakeBack() {
  const { id, act } = useParams({ from: '/catalog/matters/$id/take-back/$act' })
  const what: What = act === 'delegation' ? 'delegation' : 'cancellation'
  return <OfPack id={id}>{(matter) => <Plan key={id + what} matter={matter} what={what} />}</OfPack>
}

function Plan({ matter, what }: { matter: Schemas['Matter']; what: What }) {
  const { t } = useLang()
  const [act, setAct] = useState(noAct)
  const params = { path: { name: matter.pack } }
  return (
    <Deed
      pack={matter.pack}
      head={
        <Head
          matter={matter}
          title={what === 'delegation' ? 'takeBackDelegation' : 'takeBackCancellation'}
          lead="takeBackLead"
        />
      }
      asks="why"
      act={act}
      setAct={setAct}
      places={{ act: { label: t('takeBack') } }}
      wrong={[]}
      said={{ matter: matter.id, act: what, ...reasonOf(act) }}
      look={(body) => need(api.POST('/api/v1/packs/{name}/retractions/preview', { params, body }))}
      begin={(body) => need(api.POST('/api/v1/packs/{name}/retractions', { params, body }))}
    />
  )
}
