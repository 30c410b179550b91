import { Button, Select } from 'antd'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { WrongPage, WrongSummary } from '../../app/wrong'
import type { Places } from '../../app/wrong-answers'
import { type Assume, chances, type OwnStep, percents, type Span, shareOf, spanOf, typedPercents } from './assume'
import { wrongAssume } from './assume-check'
import { Figure } from './own-figure'
import { OwnShares } from './own-shares'
import { OwnStaff } from './own-staff'

type Assumed = Schemas['CatalogAssumedOdds']
type Step = Schemas['CatalogAssumedStep']
const ends = ['least', 'usual', 'most'] as const

/** What somebody knows better of people; it is run, and stands in the address, when they say so. */
export function Own({
  assumed,
  load,
  matter,
  own,
  run,
}: {
  assumed: Assumed
  load: Schemas['CatalogSimulatedDepartment'][]
  matter: (id: string) => string
  own: Assume
  run: (a: Assume) => void
}) {
  const { t, tx } = useLang()
  const [next, setNext] = useState(own)
  const [tried, setTried] = useState(0)
  const [round, setRound] = useState(0)
  const summary = useRef<HTMLDivElement>(null)
  const select = useId()
  const key = (s: Step) => `${s.matter}/${s.state}`
  const steps = next.steps ?? {}
  const named = (k: string) => {
    const s = assumed.steps.find((x) => key(x) === k)
    return s ? `${matter(s.matter)} · ${tx(s.name)}` : k
  }
  const put = (k: string, step: OwnStep) => setNext({ ...next, steps: { ...steps, [k]: step } })
  const usually = (k: string): Span => {
    const s = assumed.steps.find((x) => key(x) === k)
    return s ? spanOf(s.days) : { least: 0, usual: 0, most: 0 }
  }
  const drop = (k: string) =>
    setNext({ ...next, steps: Object.fromEntries(Object.entries(steps).filter(([x]) => x !== k)) })
  const places: Places = {
    ...Object.fromEntries(chances.map((c) => [c, { label: `${t(`simChance_${c}`)} %` }])),
    ...spanPlaces('answer', t('simOwnAnswer'), t),
    ...Object.assign(
      {},
      ...Object.keys(steps).map((k) => ({
        ...spanPlaces(`steps/${k}/days`, named(k), t),
        [`steps/${k}/work`]: { label: t('simOwnMinutes'), within: named(k) },
      })),
    ),
    ...Object.fromEntries(
      assumed.shares.flatMap((q) =>
        q.answers.map((a) => [`shares/${q.question}/${a.answer}`, { label: `${tx(a.label)} %`, within: tx(q.text) }]),
      ),
    ),
    ...Object.fromEntries(load.map((d) => [`staff/${d.department}`, { label: tx(d.name) }])),
    work: { label: t('simOwnWork') },
  }
  const wrong = wrongAssume(next, t)
  // At each press anew.
  useEffect(() => {
    if (tried > 0) summary.current?.focus()
  }, [tried])
  return (
    <WrongPage places={places} wrong={tried > 0 ? wrong : []}>
      <form
        key={round}
        noValidate
        className="om-sim-own"
        onSubmit={(e) => {
          e.preventDefault()
          setTried(wrong.length > 0 ? tried + 1 : 0)
          if (wrong.length === 0) run(next)
        }}
      >
        <WrongSummary box={summary} />
        <fieldset>
          <legend>{t('simOwnChances')}</legend>
          {chances.map((c) => (
            <Figure
              key={c}
              at={c}
              label={`${t(`simChance_${c}`)} %`}
              value={next[c] === undefined ? percents(assumed.odds[c]) : typedPercents(next[c])}
              change={(n) => setNext({ ...next, [c]: shareOf(n) })}
            />
          ))}
        </fieldset>
        <Days
          at="answer"
          title={t('simOwnAnswer')}
          value={next.answer ?? spanOf(assumed.odds.answer)}
          change={(answer) => setNext({ ...next, answer })}
        />
        {Object.keys(steps).map((k) => (
          <Days
            key={k}
            at={`steps/${k}/days`}
            title={named(k)}
            value={steps[k]?.days ?? usually(k)}
            change={(days) => put(k, { ...steps[k], days })}
          >
            <Figure
              at={`steps/${k}/work`}
              label={t('simOwnMinutes')}
              value={steps[k]?.work}
              change={(work) => {
                const { work: _, ...step } = steps[k] ?? {}
                put(k, work === undefined ? step : { ...step, work })
              }}
            />
            <Button onClick={() => drop(k)} aria-label={`${t('simOwnDrop')} ${named(k)}`}>
              {t('simOwnDrop')}
            </Button>
          </Days>
        ))}
        <div className="om-sim-tool">
          <label htmlFor={select}>{t('simOwnStep')}</label>
          <Select
            id={select}
            className="om-sim-pick"
            value={null}
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('simOwnPick')}
            options={assumed.steps
              .filter((s) => s.type === 'step' && !steps[key(s)])
              .map((s) => ({ value: key(s), label: `${matter(s.matter)} · ${tx(s.name)}` }))}
            onChange={(k: string | null) => {
              if (k) put(k, { days: usually(k) })
            }}
          />
        </div>
        <OwnShares
          questions={assumed.shares}
          shares={next.shares ?? {}}
          change={(shares) => setNext({ ...next, shares })}
        />
        <OwnStaff load={load} own={next} change={setNext} />
        <p className="om-sim-tools">
          <Button type="primary" htmlType="submit">
            {t('simOwnRun')}
          </Button>
          <Button
            onClick={() => {
              setNext({})
              setTried(0)
              setRound(round + 1) // what was typed goes too
              run({})
            }}
          >
            {t('simOwnReset')}
          </Button>
        </p>
        <p className="om-dim om-small">{t('simOwnAddress')}</p>
      </form>
    </WrongPage>
  )
}

const spanPlaces = (at: string, within: string, t: ReturnType<typeof useLang>['t']): Places =>
  Object.fromEntries(ends.map((e) => [`${at}/${e}`, { label: t(`sim_${e}`), within }]))

function Days({
  at,
  title,
  value,
  change,
  children,
}: {
  at: string
  title: string
  value: Span
  change: (s: Span) => void
  children?: ReactNode
}) {
  const { t } = useLang()
  return (
    <fieldset>
      <legend>{title}</legend>
      {ends.map((e) => (
        <Figure
          key={e}
          at={`${at}/${e}`}
          label={t(`sim_${e}`)}
          value={value[e]}
          change={(n) => change({ ...value, [e]: n ?? Number.NaN })}
        />
      ))}
      {children}
    </fieldset>
  )
}
