import { Button, Select } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { type Assume, chances, type OwnStep, percents, type Span, spanOf } from './assume'
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
  return (
    <form
      className="om-sim-own"
      onSubmit={(e) => {
        e.preventDefault()
        run(next)
      }}
    >
      <fieldset>
        <legend>{t('simOwnChances')}</legend>
        {chances.map((c) => (
          <Figure
            key={c}
            label={`${t(`simChance_${c}`)} %`}
            value={percents(next[c] ?? assumed.odds[c])}
            most={100}
            change={(n) => setNext({ ...next, [c]: (n ?? 0) / 100 })}
          />
        ))}
      </fieldset>
      <Days
        title={t('simOwnAnswer')}
        value={next.answer ?? spanOf(assumed.odds.answer)}
        change={(answer) => setNext({ ...next, answer })}
      />
      {Object.keys(steps).map((k) => (
        <Days
          key={k}
          title={named(k)}
          value={steps[k]?.days ?? usually(k)}
          change={(days) => put(k, { ...steps[k], days })}
        >
          <Figure
            label={t('simOwnMinutes')}
            value={steps[k]?.work}
            most={10_000}
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
            run({})
          }}
        >
          {t('simOwnReset')}
        </Button>
      </p>
      <p className="om-dim om-small">{t('simOwnAddress')}</p>
    </form>
  )
}

function Days({
  title,
  value,
  change,
  children,
}: {
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
          label={t(`sim_${e}`)}
          value={value[e]}
          most={10_000}
          change={(n) => change({ ...value, [e]: n ?? 0 })}
        />
      ))}
      {children}
    </fieldset>
  )
}
