import { Input } from 'antd'
import { useState } from 'react'
import { usePlace } from '../../app/wrong'
import { numberOf } from './assume-check'

/** A figure that is assumed, kept as it is typed; an empty one is undefined, what is no number is NaN. */
export function Figure({
  at,
  label,
  value,
  note,
  change,
}: {
  at: string
  label: string
  value: number | undefined
  note?: string | undefined
  change: (n: number | undefined) => void
}) {
  const [typed, setTyped] = useState<{ text: string; was: number | undefined }>()
  const { marks, words } = usePlace(at)
  // What follows from another figure goes before what was typed here.
  const mine = typed && Object.is(typed.was, value)
  return (
    <span className="om-sim-tool">
      <label htmlFor={marks.id}>{label}</label>
      <Input
        {...marks}
        className="om-sim-figure"
        inputMode="decimal"
        value={mine ? typed.text : value === undefined || Number.isNaN(value) ? '' : String(value)}
        onChange={(e) => {
          const n = numberOf(e.target.value)
          setTyped({ text: e.target.value, was: n })
          change(n)
        }}
      />
      {note && <small className="om-dim">{note}</small>}
      {words}
    </span>
  )
}
