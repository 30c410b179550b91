import { Button, InputNumber, Segmented } from 'antd'
import { useId, useState } from 'react'
import { useLang } from '../../app/lang'
import { usual } from './address'
import type { Size } from './queries'

/** How much is simulated, and the one button. */
export function Sizes({ size, busy, run }: { size: Size | undefined; busy: boolean; run: (s: Size) => void }) {
  const { t } = useLang()
  const [next, setNext] = useState(size ?? usual)
  const cases = useId()
  const perDay = useId()
  return (
    <div className="om-sim-tools">
      <div className="om-sim-tool">
        <span id={cases}>{t('simCases')}</span>
        <Segmented
          aria-labelledby={cases}
          value={next.cases}
          options={[500, 2000, 10_000].map((n) => ({ value: n, label: String(n) }))}
          onChange={(n) => setNext({ ...next, cases: Number(n) })}
        />
      </div>
      <div className="om-sim-tool">
        <label htmlFor={perDay}>{t('simPerDay')}</label>
        <InputNumber
          id={perDay}
          min={1}
          max={100_000}
          precision={0}
          value={next.perDay}
          onChange={(n) => setNext({ ...next, perDay: n ?? usual.perDay })}
        />
      </div>
      <Button type={size ? 'default' : 'primary'} loading={busy} onClick={() => run(next)}>
        {size ? t('simAgain') : t('simRun')}
      </Button>
    </div>
  )
}
