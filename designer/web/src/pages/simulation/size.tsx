import { Button, Segmented } from 'antd'
import { useId, useRef, useState } from 'react'
import { useLang } from '../../app/lang'
import { WrongPage } from '../../app/wrong'
import { usual } from './address'
import { Figure } from './own-figure'
import type { Size } from './queries'

const mostPerDay = 100_000

/** How much is simulated, and the one button. */
export function Sizes({ size, busy, run }: { size: Size | undefined; busy: boolean; run: (s: Size) => void }) {
  const { t } = useLang()
  const [next, setNext] = useState(size ?? usual)
  const cases = useId()
  const box = useRef<HTMLDivElement>(null)
  const [tried, setTried] = useState(false)
  const well = Number.isInteger(next.perDay) && next.perDay >= 1 && next.perDay <= mostPerDay
  const wrong = tried && !well ? [{ at: 'perDay', words: t('simWhole', { most: mostPerDay }) }] : []
  const press = () => {
    setTried(true)
    if (well) run(next)
    else box.current?.querySelector<HTMLElement>('input[inputmode]')?.focus()
  }
  return (
    <div className="om-sim-tools" ref={box}>
      <div className="om-sim-tool">
        <span id={cases}>{t('simCases')}</span>
        <Segmented
          aria-labelledby={cases}
          value={next.cases}
          options={[500, 2000, 10_000].map((n) => ({ value: n, label: String(n) }))}
          onChange={(n) => setNext({ ...next, cases: Number(n) })}
        />
      </div>
      <WrongPage places={{ perDay: { label: t('simPerDay') } }} wrong={wrong}>
        <Figure
          at="perDay"
          label={t('simPerDay')}
          value={next.perDay}
          change={(n) => setNext({ ...next, perDay: n ?? Number.NaN })}
        />
      </WrongPage>
      <Button type={size ? 'default' : 'primary'} loading={busy} onClick={press}>
        {size ? t('simAgain') : t('simRun')}
      </Button>
    </div>
  )
}
