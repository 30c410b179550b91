import { Button } from 'antd'
import { useState } from 'react'
import type { Schemas } from '../api/client'
import { useLang } from '../app/lang'
import type { CaseData } from './case'
import { Act } from './case-act'
import { AskOpinion } from './case-ask'
import { Extend } from './case-extend'
import { SendBack } from './case-send-back'

/** What the workflow lets this person do, each with its consequence spelled out. */
export function Actions({ data }: { data: CaseData }) {
  const { t, tx } = useLang()
  const [action, setAction] = useState<Schemas['Action']>()
  const [back, setBack] = useState(false)
  const [extending, setExtending] = useState(false)
  const [asking, setAsking] = useState(false)
  return (
    <section className="om-panel">
      <header>
        <h2>{t('actions')}</h2>
      </header>
      <div className="om-body om-actions">
        {data.holder?.behalf && <span className="om-dim">{t('actsFor', { name: data.holder.behalf })}</span>}
        {data.actions.length === 0 && (
          <span className="om-dim">
            {data.holder && !data.holder.mine
              ? t('inHandOf', { name: data.holder.deputy?.name ?? data.holder.name })
              : t('noActions')}
          </span>
        )}
        {data.actions.map((a, i) => (
          <Button
            key={a.event}
            type={i === 0 ? 'primary' : 'default'}
            danger={a.kind === 'refuse'}
            onClick={() => setAction(a)}
            data-event={a.event}
          >
            <span className="om-what">
              <span>{tx(a.label)}</span>
              <small>{tx(a.consequence)}</small>
            </span>
          </Button>
        ))}
        {data.mayAsk && (
          <Button onClick={() => setAsking(true)} data-event="ask">
            <span className="om-what">
              <span>{t('askOpinion')}…</span>
              <small>{t('askOpinionHint')}</small>
            </span>
          </Button>
        )}
        {data.mayExtend && (
          <Button onClick={() => setExtending(true)} data-event="extend">
            <span className="om-what">
              <span>{t('extend')}…</span>
              <small>{t('extendHint', { days: data.mayExtend.days })}</small>
            </span>
          </Button>
        )}
        {data.returns && (
          <Button onClick={() => setBack(true)} data-event="return">
            <span className="om-what">
              <span>{t('sendBack')}…</span>
              <small>{t('sendBackHint')}</small>
            </span>
          </Button>
        )}
      </div>
      {asking && data.mayAsk && <AskOpinion data={data} may={data.mayAsk} close={() => setAsking(false)} />}
      {extending && data.mayExtend && <Extend data={data} may={data.mayExtend} close={() => setExtending(false)} />}
      {back && <SendBack data={data} close={() => setBack(false)} />}
      {action && <Act data={data} action={action} close={() => setAction(undefined)} />}
    </section>
  )
}
