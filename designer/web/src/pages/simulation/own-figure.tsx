import { InputNumber } from 'antd'
import { useId } from 'react'

/** A figure that is assumed; an empty one is nothing. */
export function Figure({
  label,
  value,
  most,
  note,
  change,
}: {
  label: string
  value: number | undefined
  most: number
  note?: string | undefined
  change: (n: number | undefined) => void
}) {
  const id = useId()
  return (
    <span className="om-sim-tool">
      <label htmlFor={id}>{label}</label>
      <InputNumber id={id} min={0} max={most} value={value ?? null} onChange={(n) => change(n ?? undefined)} />
      {note && <small className="om-dim">{note}</small>}
    </span>
  )
}
