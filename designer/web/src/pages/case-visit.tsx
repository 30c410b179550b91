import { Button, Form, Input, Tag } from 'antd'
import { useState } from 'react'
import { api, need, type Schemas } from '../api/client'
import { useLang } from '../app/lang'
import { instant, local, localInstant } from '../app/time'
import type { Word } from '../app/words'
import type { CaseData } from './case'
import { Decide, useDecision } from './case-decide'

type Visit = Schemas['Visit']
type Deed = Schemas['EngineVisitKind']

interface Values {
  at: string
  place: string
  people: string
  ready?: string
  note?: string
}

const colours = {
  gathering: undefined,
  arranging: 'processing',
  arranged: 'processing',
  held: 'success',
  cancelled: 'default',
}

const took: Partial<Record<Visit['state'], Word>> = { held: 'visitTook', cancelled: 'visitWas' }

/** The joint inspections of a case: who takes part, when, and what this person can do about it. */
export function Visits({ data }: { data: CaseData }) {
  return (data.visits ?? []).map((v) => <One key={v.inspection} data={data} visit={v} />)
}

function One({ data, visit: v }: { data: CaseData; visit: Visit }) {
  const { t, tx, lang } = useLang()
  const [deed, setDeed] = useState<Deed>()
  const facts = [
    [t('visitAt'), instant(v.at ?? undefined, lang)],
    [t('visitPlace'), v.place],
    [t('visitPeople'), v.people],
    [t('visitReady'), v.ready],
    [t('visitWhy'), v.why || (v.cause && t(`visit_cause_${v.cause}`))],
    [t('visitUntil'), instant(v.until ?? undefined, lang)],
    [t('visitHeldOn'), instant(v.held ?? undefined, lang)],
    [t('visitRecord'), v.record],
  ].filter(([, value]) => value)
  return (
    <section className="om-panel" aria-label={tx(v.name)}>
      <header className="om-wraps">
        <h2>{tx(v.name)}</h2>
        <Tag color={colours[v.state]}>{t(`visit_${v.state}`)}</Tag>
        {v.lead && <span className="om-dim">{t('visitLead', { department: tx(v.lead.name) })}</span>}
      </header>
      <div className="om-body om-visit">
        <ul>
          <Matters list={v.matters} how={t(took[v.state] ?? 'visitHere')} />
          <Matters list={v.awaits ?? []} how={t('visitAwaited')} />
          <Matters list={v.left ?? []} how={t('visitAlone')} />
        </ul>
        {facts.length > 0 && (
          <dl>
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className="om-pre">{value}</dd>
              </div>
            ))}
          </dl>
        )}
        {v.findings?.map((f) => (
          <blockquote key={f.matter}>
            <strong>{t('visitFound')}</strong> {f.note}
            <small className="om-dim">
              {f.by} · {instant(f.at, lang)}
            </small>
          </blockquote>
        ))}
        {v.may.length > 0 && (
          <div className="om-visit-may">
            {v.may.map((do_, i) => (
              <Button
                key={do_}
                type={i === 0 && do_ !== 'leave' ? 'primary' : 'default'}
                danger={do_ === 'cancel'}
                onClick={() => setDeed(do_)}
              >
                {t(`visit_do_${do_}`)}
              </Button>
            ))}
          </div>
        )}
      </div>
      {deed && <Do key={deed} data={data} visit={v} deed={deed} close={() => setDeed(undefined)} />}
    </section>
  )
}

function Matters({ list, how }: { list: Visit['matters']; how: string }) {
  const { tx } = useLang()
  return list.map((m) => (
    <li key={m.id}>
      <strong>{tx(m.department.name)}</strong> <span>{tx(m.name)}</span> <span className="om-dim">{how}</span>
    </li>
  ))
}

/** Asks for what the deed needs. */
function Do({ data, visit, deed, close }: { data: CaseData; visit: Visit; deed: Deed; close: () => void }) {
  const { t } = useLang()
  const [form] = Form.useForm<Values>()
  const title = t(`visit_do_${deed}`)
  // The inspection has a revision of its own.
  const decision = useDecision<Values>(
    { ...data, revision: visit.revision },
    t('actionDone', { action: title }),
    close,
    (v, header) =>
      need(
        api.POST('/api/v1/cases/{id}/visit', {
          params: { path: { id: data.id }, header },
          body: {
            do: deed,
            inspection: visit.inspection,
            at: v.at && localInstant(v.at),
            place: v.place?.trim(),
            people: v.people?.trim(),
            ready: v.ready?.trim() || undefined,
            note: v.note?.trim() || undefined,
          },
        }),
      ),
  )
  const dated = deed === 'arrange' || deed === 'move'
  const words = deed === 'hold' ? 'visitRecord' : deed === 'record' ? 'visitFinding' : 'visitReason'
  return (
    <Decide
      title={title}
      consequence={t(`visit_lead_${deed}`)}
      danger={deed === 'cancel'}
      form={form}
      decision={decision}
      close={close}
      initial={
        visit.at ? { at: local(visit.at), place: visit.place, people: visit.people, ready: visit.ready } : undefined
      }
    >
      {dated && (
        <>
          <Form.Item name="at" label={t('visitAt')} rules={[{ required: true, message: t('visitAtNeeded') }]}>
            <Input type="datetime-local" />
          </Form.Item>
          <Form.Item
            name="place"
            label={t('visitPlace')}
            rules={[{ required: true, whitespace: true, message: t('visitPlaceNeeded') }]}
          >
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item
            name="people"
            label={t('visitPeople')}
            extra={t('visitPeopleHint')}
            rules={[{ required: true, whitespace: true, message: t('visitPeopleNeeded') }]}
          >
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="ready" label={t('visitReadyOptional')}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} />
          </Form.Item>
        </>
      )}
      {deed !== 'arrange' && (
        <Form.Item
          name="note"
          label={t(deed === 'move' ? 'visitReasonOptional' : words)}
          rules={deed === 'move' ? [] : [{ required: true, whitespace: true, message: t('answerNeeded') }]}
        >
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={2000} showCount />
        </Form.Item>
      )}
    </Decide>
  )
}
