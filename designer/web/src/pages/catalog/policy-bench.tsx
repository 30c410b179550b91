import { useQuery } from '@tanstack/react-query'
import { Input, Select, Tag } from 'antd'
import { useRef, useState } from 'react'
import { ApiError, api, need, type Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'

type Question = Schemas['SituationQuestion']
type Judged = Schemas['JudgedPolicy']

const tones = { eligible: 'success', nearly: 'warning', open: 'default', not: 'error', over: 'default' } as const

/** A situation made up, and what the policy makes of it. Nothing is kept. */
export function PolicyBench({ policy }: { policy: Schemas['Policy'] }) {
  const { t, tx } = useLang()
  const [answers, change] = useState<Record<string, string>>({})
  const given: Record<string, Record<string, unknown>> = {}
  const last = useRef<Schemas['Evaluation']>(undefined)
  const found = useQuery({
    queryKey: ['evaluate', policy.id, answers],
    queryFn: () => {
      for (const [path, typed] of Object.entries(answers)) {
        const [subject = '', element = ''] = path.split('/')
        const q = questions.find((x) => x.path === path)
        if (q && typed.trim()) given[subject] = { ...given[subject], [element]: value(q, typed.trim()) }
      }
      return need(api.POST('/api/v1/policies/evaluate', { body: { answers: given } }))
    },
    placeholderData: (before) => before,
  })
  // What cannot be an answer is said below; the questions stay.
  const wrong = found.error instanceof ApiError && found.error.status === 422 ? found.error.problem?.errors : undefined
  if (found.data) last.current = found.data
  const data = found.data ?? (wrong && last.current)
  const reads = new Set(policy.criteria.flatMap((c) => c.reads))
  const questions = (data?.questions ?? []).filter((q) => reads.has(q.path))
  const judged = found.data?.policies.find((x) => x.id === policy.id)
  if (found.isError && !data) return <Failed error={found.error} retry={() => found.refetch()} />
  return (
    <section className="om-panel">
      <header>
        <h2>{t('policyBench')}</h2>
        <span className="om-dim">{t('policyBenchLead')}</span>
      </header>
      <div className="om-body om-policy-bench">
        <div>
          {questions.map((q) => (
            <Answer
              key={q.path}
              question={q}
              value={answers[q.path] ?? ''}
              change={(v) => change({ ...answers, [q.path]: v })}
            />
          ))}
        </div>
        <div aria-live="polite">
          {wrong?.map((p) => (
            <p key={p.path}>{tx(p.message)}</p>
          ))}
          {judged && (
            <>
              <p>
                <Tag color={tones[judged.standing]}>{t(`standing_${judged.standing}`)}</Tag>
              </p>
              <ul className="om-policy-truths">
                {policy.criteria.map((c) => (
                  <Truth key={c.id} text={tx(c.text)} judged={judged.criteria.find((x) => x.id === c.id)} />
                ))}
              </ul>
            </>
          )}
        </div>
      </div>
    </section>
  )
}

function Truth({ text, judged }: { text: string; judged?: Judged['criteria'][number] }) {
  const { t, tx } = useLang()
  if (!judged) return null
  const tone = { true: 'success', false: 'error', unknown: 'default' } as const
  return (
    <li>
      <Tag color={tone[judged.truth]}>{t(`truth_${judged.truth}`)}</Tag> {text}
      {judged.gaps.map((g) => (
        <small key={g.en} className="om-dim om-block">
          {tx(g)}
        </small>
      ))}
    </li>
  )
}

function Answer({
  question: q,
  value: typed,
  change,
}: {
  question: Question
  value: string
  change: (v: string) => void
}) {
  const { t, tx } = useLang()
  const id = `bench-${q.path.replace('/', '-')}`
  const options =
    q.type === 'boolean'
      ? [
          { value: 'true', label: t('yes') },
          { value: 'false', label: t('no') },
        ]
      : q.options?.map((o) => ({ value: o.code, label: tx(o.name) }))
  return (
    <div className="om-policy-answer">
      <label htmlFor={id}>
        {tx(q.label)} {q.unit && <span className="om-dim">({tx(q.unit)})</span>}
      </label>
      {options ? (
        <Select
          id={id}
          allowClear
          placeholder={t('policyUnknown')}
          value={typed || undefined}
          options={options}
          onChange={(v) => change(v ?? '')}
        />
      ) : (
        <Input
          id={id}
          type={q.type === 'date' ? 'date' : 'text'}
          inputMode={q.type === 'date' ? undefined : 'decimal'}
          value={typed}
          onChange={(e) => change(e.target.value)}
        />
      )}
    </div>
  )
}

/** What was typed as the API takes it; what is no number stays text and is no answer. */
function value(q: Question, typed: string): unknown {
  if (q.type === 'boolean') return typed === 'true'
  if (q.type === 'codes') return [typed]
  if (q.type === 'integer' || q.type === 'number' || q.type === 'money') {
    const n = Number(typed)
    return Number.isNaN(n) ? typed : n
  }
  return typed
}
