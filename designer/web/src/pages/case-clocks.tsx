import { Link } from '@tanstack/react-router'
import { Progress } from 'antd'
import type { Schemas } from '../api/client'
import { useLang } from '../app/lang'
import { Rule } from '../app/legend'
import { LightTag } from '../app/light'
import { hundredths, instant } from '../app/time'
import type { Word } from '../app/words'
import type { CaseData } from './case'
import { Silence } from './case-silence'

const colour = {
  red: 'var(--om-danger)',
  yellow: 'var(--om-warning)',
  green: 'var(--om-success)',
  paused: 'var(--om-ink-3)',
  none: 'var(--om-ink-3)',
}

/** The three clocks, in working days, with what is left in words. */
export function Clocks({ data }: { data: CaseData }) {
  const { t } = useLang()
  const clocks: [Word, Schemas['Clock'] | undefined][] = [
    ['clockStep', data.step],
    ['clockPromised', data.promised],
    ['clockStatutory', data.statutory],
  ]
  const shown = clocks.filter((c): c is [Word, Schemas['Clock']] => !!c[1] && c[1].limit > 0)
  if (shown.length === 0 && !data.silence) return null
  return (
    <section className="om-panel">
      <header>
        <h2>{t('clocks')}</h2>
        <Link to="/cases/$id/clocks" params={{ id: data.id }}>
          {t('accountTitle')}
        </Link>
      </header>
      <div className="om-body">
        {shown.map(([word, clock]) => (
          <One
            key={word}
            word={word}
            clock={clock}
            ended={data.status === 'ended'}
            rule={word === 'clockStep' && data.status === 'running' ? data.stepLights : undefined}
          />
        ))}
        {data.lights && data.status === 'running' && <Rule rule={data.lights} />}
        {data.silence && <Silence decision={data.silence} />}
      </div>
    </section>
  )
}

function One({
  word,
  clock,
  ended,
  rule,
}: {
  word: Word
  clock: Schemas['Clock']
  ended: boolean
  rule?: Schemas['LightRule'] | undefined
}) {
  const { t, lang } = useLang()
  const late = clock.left < 0
  return (
    <div className="om-clock">
      <div>
        <strong>{t(word)}</strong>
        {!ended && <LightTag light={clock.light} due={clock.due} />}
      </div>
      <Progress
        percent={Math.min(100, (clock.used / clock.limit) * 100)}
        showInfo={false}
        size="small"
        strokeColor={ended ? (late ? colour.red : colour.green) : colour[clock.light]}
        aria-label={t(word)}
      />
      <span className="om-dim">
        {t(late ? 'clockLate' : 'clockLeft', {
          used: hundredths(clock.used),
          limit: hundredths(clock.limit),
          left: hundredths(Math.abs(clock.left)),
        })}
        {clock.due && !ended && ` · ${t('dueOn', { when: instant(clock.due, lang) })}`}
      </span>
      {rule && <Rule rule={rule} />}
    </div>
  )
}
