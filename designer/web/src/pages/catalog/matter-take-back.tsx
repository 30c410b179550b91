import { Link, useParams } from '@tanstack/react-router'
import { Alert } from 'antd'
import { useState } from 'react'
import { api, need, type Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { NotFound } from '../../app/not-found'
import { Deed, Head, OfPack } from './restructure'
import { noAct, reasonOf } from './restructure-check'

type What = Schemas['RetractAct']['act']

/** What is said of a matter from a day still to come is taken back: why is all that is asked. */
export function MatterTakeBack() {
  const { id, act } = useParams({ from: '/catalog/matters/$id/take-back/$act' })
  if (act !== 'delegation' && act !== 'cancellation') return <NotFound />
  return (
    <OfPack id={id}>
      {(matter) =>
        (act === 'delegation' ? matter.delegated : matter.cancelled) ? (
          <Plan key={id + act} matter={matter} what={act} />
        ) : (
          <Nothing matter={matter} what={act} />
        )
      }
    </OfPack>
  )
}

const title = (what: What) => (what === 'delegation' ? 'takeBackDelegation' : 'takeBackCancellation')

/** Nothing of the kind is said of the matter: it may have been taken back already. */
function Nothing({ matter, what }: { matter: Schemas['Matter']; what: What }) {
  const { t } = useLang()
  return (
    <article className="om-page">
      <Head matter={matter} title={title(what)} lead="takeBackLead" />
      <Alert
        type="info"
        showIcon
        title={t('nothingToTakeBack')}
        description={
          <Link to="/catalog/matters/$id" params={{ id: matter.id }}>
            {t('backToMatter')}
          </Link>
        }
      />
    </article>
  )
}

function Plan({ matter, what }: { matter: Schemas['Matter']; what: What }) {
  const { t } = useLang()
  const [act, setAct] = useState(noAct)
  const params = { path: { name: matter.pack } }
  return (
    <Deed
      pack={matter.pack}
      head={<Head matter={matter} title={title(what)} lead="takeBackLead" />}
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
