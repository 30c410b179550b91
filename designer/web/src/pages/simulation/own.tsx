import { Button, InputNumber, Select } from 'antd'
import { useId, useState } from 'react'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { type Assume, chances, type Span, spanOf } from './assume'

type Assumed = Schemas['CatalogAssumedOdds']
type Step = Schemas['CatalogAssumedStep']
const ends = ['least', 'usual', 'most'] as const

/** What somebody knows better of times and decisions; it is run, and stands in the address, when they say so. */
export function Own({
  assumed,
  matter,
  own,
  run,
}: {
  assumed: Assumed
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
  const put = (k: string, days: Span) => setNext({ ...next, steps: { ...steps, [k]: { days } } })
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
            label={t(`simChance_${c}`)}
            unit="%"
            value={percents(next[c] ?? assumed.odds[c])}
            most={100}
            change={(n) => setNext({ ...next, [c]: n / 100 })}
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
          value={steps[k]?.days ?? { least: 0, usual: 0, most: 0 }}
          change={(days) => put(k, days)}
          drop={() => drop(k)}
        />
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
            const s = assumed.steps.find((x) => key(x) === k)
            if (k && s) put(k, spanOf(s.days))
          }}
        />
      </div>
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

const percents = (share: number) => Math.round(share * 1000) / 10

function Days({
  title,
  value,
  change,
  drop,
}: {
  title: string
  value: Span
  change: (s: Span) => void
  drop?: () => void
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
          change={(n) => change({ ...value, [e]: n })}
        />
      ))}
      {drop && (
        <Button onClick={drop} aria-label={`${t('simOwnDrop')} ${title}`}>
          {t('simOwnDrop')}
        </Button>
      )}
    </fieldset>
  )
}

function Figure({
  label,
  value,
  most,
  unit,
  change,
}: {
  label: string
  value: number
  most: number
  unit?: string
  change: (n: number) => void
}) {
  const id = useId()
  return (
    <span className="om-sim-tool">
      <label htmlFor={id}>{unit ? `${label} ${unit}` : label}</label>
      <InputNumber id={id} min={0} max={most} value={value} onChange={(n) => change(n ?? 0)} />
    </span>
  )
}
