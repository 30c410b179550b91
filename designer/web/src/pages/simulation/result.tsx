import { Alert } from 'antd'
import { lazy, type ReactNode, Suspense } from 'react'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Waiting } from '../../app/waiting'
import type { Assume } from './assume'
import { Assumed } from './assumed'
import { Figures } from './figures'
import { Load } from './load'
import { Matters } from './matters'
import { Path } from './path'
import { Refused } from './refused'
import { Shown } from './shown'
import './simulation.css'

const DaysChart = lazy(() => import('./chart').then((m) => ({ default: m.DaysChart })))

type Simulation = Schemas['CatalogSimulation']

/** What synthetic cases came to, the findings first. */
export function Result({ simulation: s, own, run }: { simulation: Simulation; own: Assume; run: (a: Assume) => void }) {
  const { t, tx, lang } = useLang()
  const number = (n: number) => new Intl.NumberFormat(lang === 'zh' ? 'zh-CN' : 'en-GB').format(n)
  return (
    <div className="om-sim">
      <Found findings={s.findings} />
      {s.against && (
        <section className="om-sim-words">
          <h3>{t('simAgainst', { version: s.against.version })}</h3>
          <ul>
            {s.against.words.map((w) => (
              <li key={tx(w)}>{tx(w)}</li>
            ))}
          </ul>
        </section>
      )}
      {s.refused && (
        <Part title={t('simRefused')} lead={t('simRefusedLead')}>
          <Refused refused={s.refused} />
        </Part>
      )}
      <Part title={t('simDays')} lead={t('simDaysLead')}>
        {s.unfiled > 0 && (
          <p className="om-sim-lone">
            {s.unfiled === s.cases ? t('simNothing') : t('simUnfiled', { n: number(s.unfiled) })}
          </p>
        )}
        {s.unfiled < s.cases && !s.days && <p className="om-sim-lone">{t('simNoDays')}</p>}
        <Figures simulation={s} />
        {s.days && (
          <Suspense fallback={<Waiting />}>
            <DaysChart simulation={s} spread={s.days} />
          </Suspense>
        )}
      </Part>
      {s.path.length > 0 && (
        <Part title={t('simPath')} lead={t('simPathLead')}>
          <Path path={s.path} />
        </Part>
      )}
      {s.load.length > 0 && (
        <Part title={t('simLoad')} lead={t('simLoadLead', { n: number(s.perDay), day: s.day })}>
          <Load simulation={s} />
        </Part>
      )}
      <Part title={t('simMatters')} lead={t('simMattersLead')}>
        <Matters matters={s.matters} />
      </Part>
      {s.unfiled < s.cases && (
        <Part title={t('simShown')}>
          <Shown shown={s.shown} />
        </Part>
      )}
      <Assumed simulation={s} own={own} run={run} />
      <p className="om-dim om-small">
        {t('simDrawn', {
          cases: number(s.cases),
          situations: s.situations,
          filings: number(s.filings),
          accepted: number(s.accepted),
          seed: s.seed,
          day: s.day,
        })}
      </p>
    </div>
  )
}

function Part({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <section>
      <header className="om-sim-head">
        <h3>{title}</h3>
        {lead && <span className="om-dim">{lead}</span>}
      </header>
      {children}
    </section>
  )
}

/** How many findings are shown at once: assumptions can leave many steps empty. */
const atOnce = 4

/** Dead ends and what is never met; that there is nothing is worth a word too. */
function Found({ findings }: { findings: Simulation['findings'] }) {
  const { t, tx } = useLang()
  if (findings.length === 0) return <Alert type="success" showIcon title={t('simClean')} />
  const list = [...findings].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'))
  const said = (p: Simulation['findings'][number]) => (
    <Alert
      key={p.code + p.path}
      type={p.severity === 'warning' ? 'warning' : 'error'}
      showIcon
      title={tx(p.message)}
      description={<span className="om-code">{p.path}</span>}
    />
  )
  return (
    <section className="om-findings" aria-label={t('simFound')}>
      {list.slice(0, atOnce).map(said)}
      {list.length > atOnce && (
        <details className="om-sim-rest">
          <summary>{t('simFoundMore', { n: list.length - atOnce })}</summary>
          <div className="om-findings">{list.slice(atOnce).map(said)}</div>
        </details>
      )}
    </section>
  )
}
