import { Button, Tag } from 'antd'
import { useState } from 'react'
import type { Schemas } from '../api/client'
import { useLang } from '../app/lang'
import { LightTag } from '../app/light'
import { instant } from '../app/time'
import type { CaseData } from './case'
import { AnswerForm } from './case-answer'
import { Revoke } from './case-revoke'

type Asked = Schemas['Asked']
type Reply = 'agree' | 'disagree' | 'remarks'

/** What others were or are asked for: who has signed, who is awaited, what was said. */
export function AskedOthers({ data }: { data: CaseData }) {
  const { t } = useLang()
  const asked = data.asked ?? []
  const signs = asked.filter((a) => a.kind === 'sign')
  const opinions = asked.filter((a) => a.kind === 'opinion')
  if (asked.length === 0) return null
  return (
    <section className="om-panel" aria-labelledby="om-asked">
      <header>
        <h2 id="om-asked">{t('askedOthers')}</h2>
      </header>
      <div className="om-body om-asked">
        {data.round && <RoundNow data={data} round={data.round} />}
        {signs.length > 0 && <Signatures list={signs} now={data.round?.number} />}
        {opinions.length > 0 && (
          <>
            <h3>{t('opinions')}</h3>
            <ul>
              {[...opinions].reverse().map((a) => (
                <One key={a.task} asked={a} data={data} />
              ))}
            </ul>
          </>
        )}
      </div>
    </section>
  )
}

function RoundNow({ data, round }: { data: CaseData; round: Schemas['Round'] }) {
  const { t, tx } = useLang()
  const awaited = (data.asked ?? []).some((a) => a.kind === 'sign' && !a.closed)
  return (
    <div className="om-round">
      <h3>{t('countersign')}</h3>
      <p>
        <strong>{t('roundStands', { agreed: round.agreed, total: round.total })}</strong>{' '}
        {round.disagreed > 0 && t('roundAgainst', { n: round.disagreed })}
      </p>
      <p className="om-dim">
        {t(`round_${round.mode}`, { need: round.need })}
        {t('roundLeads', { yes: tx(round.ifAgreed.name), no: tx(round.ifNot.name) })}
      </p>
      {awaited && round.mode === 'sequence' && (
        <p className="om-dim">
          {t('roundOrder')} {round.order.map((d) => tx(d.name)).join(' → ')}
        </p>
      )}
    </div>
  )
}

function Signatures({ list, now }: { list: Asked[]; now?: number }) {
  const { t } = useLang()
  const rounds = [...new Set(list.map((a) => a.round ?? 1))].sort((a, b) => b - a)
  return rounds.map((n) => (
    <div key={n}>
      {(n !== now || rounds.length > 1) && <h3>{t(n === now ? 'roundNow' : 'roundPast', { n })}</h3>}
      <ul>
        {list
          .filter((a) => (a.round ?? 1) === n)
          .map((a) => (
            <One key={a.task} asked={a} />
          ))}
      </ul>
    </div>
  ))
}

/** One who was asked: a word for how it stands, never colour alone. */
function One({ asked, data }: { asked: Asked; data?: CaseData }) {
  const { t, tx, lang } = useLang()
  const [revoking, setRevoking] = useState(false)
  const open = !asked.closed
  const who = asked.by && asked.behalf ? t('behalfOf', { actor: asked.by, holder: asked.behalf }) : asked.by
  return (
    <li>
      <div className="om-asked-head">
        <strong>{tx(asked.department.name) || asked.department.id}</strong>
        <How asked={asked} />
        {open && asked.light && <LightTag light={asked.light} due={asked.due} />}
        {open && asked.due && <span className="om-dim">{t('dueOn', { when: instant(asked.due, lang) })}</span>}
      </div>
      {asked.question && <p className="om-pre">{asked.question}</p>}
      {asked.note && <blockquote className="om-pre">{asked.note}</blockquote>}
      <p className="om-dim">
        {asked.askedBy && t('askedByOn', { by: asked.askedBy, when: instant(asked.opened, lang) })}
        {asked.askedBy && asked.closed && ' · '}
        {asked.closed && [who, instant(asked.closed, lang)].filter(Boolean).join(' · ')}
      </p>
      {open && asked.kind === 'opinion' && (
        <p className="om-dim">
          {t(asked.silence === 'agree' ? 'silenceAgrees' : 'silenceNone')}
          {asked.pauses && ` ${t('pausesNow', { basis: tx(asked.basis) })}`}
        </p>
      )}
      {open && asked.kind === 'opinion' && data?.mayAsk && (
        <Button size="small" onClick={() => setRevoking(true)}>
          {t('revoke')}
        </Button>
      )}
      {revoking && data && <Revoke data={data} asked={asked} close={() => setRevoking(false)} />}
    </li>
  )
}

function How({ asked }: { asked: Asked }) {
  const { t } = useLang()
  if (!asked.closed) return <Tag>{t('awaited')}</Tag>
  if (asked.end === 'silent') return <Tag>{t(asked.answer === 'agree' ? 'silentAgree' : 'silentNone')}</Tag>
  if (asked.end === 'revoked') return <Tag>{t('revoked')}</Tag>
  if (asked.end === 'lapsed') return <Tag>{t('lapsed')}</Tag>
  switch (asked.answer) {
    case 'agree':
      return <Tag color="success">{t('agree')}</Tag>
    case 'disagree':
      return <Tag color="error">{t('disagree')}</Tag>
    case 'remarks':
      return <Tag color="processing">{t('remarks')}</Tag>
  }
  return <Tag>{t('answered')}</Tag>
}

/** What is wanted of the reader, with what each answer leads to. */
export function Wanted({ data }: { data: CaseData }) {
  const { t, tx, lang } = useLang()
  const [reply, setReply] = useState<{ asked: Asked; answer: Reply }>()
  const mine = (data.asked ?? []).filter((a) => a.mine)
  if (mine.length === 0) return null
  const round = data.round
  const leads = (a: Asked, answer: Reply) => {
    if (a.kind === 'opinion') return t(answer === 'remarks' ? 'leadRemarks' : 'leadOpinion')
    const last =
      round && (answer === 'agree' ? round.agreed + 1 >= round.need : round.total - round.disagreed - 1 < round.need)
    if (last) return t('leadDecides', { to: tx((answer === 'agree' ? round.ifAgreed : round.ifNot).name) })
    return t('leadOnce')
  }
  return mine.map((a) => (
    <section className="om-panel" key={a.task}>
      <header>
        <h2>{t(a.kind === 'sign' ? 'wantedSign' : 'wantedOpinion')}</h2>
      </header>
      <div className="om-body om-actions">
        <p>
          {tx(a.department.name)}
          {a.due && <span className="om-dim"> · {t('dueOn', { when: instant(a.due, lang) })}</span>}
        </p>
        {a.question && <blockquote className="om-pre">{a.question}</blockquote>}
        {a.silence && <p className="om-dim">{t(a.silence === 'agree' ? 'silenceAgrees' : 'silenceNone')}</p>}
        {(a.kind === 'sign' ? (['agree', 'disagree'] as const) : (['agree', 'disagree', 'remarks'] as const)).map(
          (answer) => (
            <Button
              key={answer}
              type={answer === 'agree' ? 'primary' : 'default'}
              danger={answer === 'disagree'}
              onClick={() => setReply({ asked: a, answer })}
            >
              <span className="om-what">
                <span>{t(answer)}</span>
                <small>{leads(a, answer)}</small>
              </span>
            </Button>
          ),
        )}
      </div>
      {reply?.asked.task === a.task && (
        <AnswerForm
          data={data}
          asked={a}
          answer={reply.answer}
          leads={leads(a, reply.answer)}
          close={() => setReply(undefined)}
        />
      )}
    </section>
  ))
}
