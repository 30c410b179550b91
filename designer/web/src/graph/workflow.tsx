import { lazy, Suspense, useMemo } from 'react'
import type { Schemas } from '../api/client'
import { useLang } from '../app/lang'
import { useRoles } from '../app/roles'
import { days } from '../app/time'
import { Waiting } from '../app/waiting'
import type { Drawing, Tone } from './canvas'
import './graph.css'
import { textWidth } from './layout'

const Canvas = lazy(() => import('./canvas').then((m) => ({ default: m.Canvas })))

type Workflow = Schemas['WorkflowsWorkflow']
type State = Schemas['WorkflowsState']

const tones: Record<string, Tone> = {
  forward: 'plain',
  approve: 'good',
  deliver: 'good',
  correct: 'ask',
  rectify: 'ask',
  resubmit: 'ask',
  refuse: 'bad',
}

/** What a state looks like: a step, waiting for the citizen, a good end or another. */
export function shapeOf(s: State): 'step' | 'wait' | 'good' | 'bad' {
  if (s.type !== 'final') return s.type === 'wait' ? 'wait' : 'step'
  return s.outcome === 'issued' ? 'good' : 'bad'
}

interface Words {
  name: (s: State) => string
  line: (s: State) => string
  label: (label: { [lang: string]: string }) => string
  back: string
  silent?: (s: State) => string
}

/** The graph of a workflow. Actions that lead the same way share a line; a return to named steps has its own. */
export function workflowGraph(w: Workflow, words: Words): Omit<Drawing, 'face'> {
  const nodes = [
    { id: '·', width: 14, height: 14 },
    ...w.states.map((s) => ({
      id: s.id,
      width: Math.max(108, textWidth(words.name(s), 14) + 36, textWidth(words.line(s), 12) + 36),
      height: words.line(s) ? 58 : 42,
    })),
  ]
  const edges: Drawing['edges'] = [{ id: '·', from: '·', to: w.initial, tone: 'plain' }]
  for (const s of w.states) {
    for (const t of s.on ?? []) {
      const id = `${s.id}→${t.target}`
      const silent = s.after?.event === t.event ? words.silent?.(s) : undefined
      const label = silent ? `${words.label(t.label)} (${silent})` : words.label(t.label)
      const same = edges.find((e) => e.id === id)
      if (same) {
        same.label = `${same.label} / ${label}`
        if (same.tone !== (tones[t.kind] ?? 'plain')) same.tone = 'plain'
      } else edges.push({ id, from: s.id, to: t.target, label, tone: tones[t.kind] ?? 'plain' })
    }
  }
  for (const s of w.states) {
    if (!Array.isArray(s.returns)) continue
    for (const to of s.returns) {
      if (w.states.some((x) => x.id === to))
        edges.push({ id: `${s.id}↩${to}`, from: s.id, to, label: words.back, tone: 'ask' })
    }
  }
  return { nodes, edges }
}

/** A matter's workflow, drawn. */
export function WorkflowDrawing({ workflow }: { workflow: Workflow }) {
  const { t, tx, lang } = useLang()
  const role = useRoles()
  const drawing = useMemo<Drawing>(() => {
    const line = (s: State) => {
      if (s.type === 'wait') return t('pausedState')
      const parts = (s.roles ?? []).map(role)
      if (s.limit) parts.push(t('limitDays', { n: days(s.limit) }))
      if (s.returns === 'previous') parts.push(t('returnsPrevious'))
      if (s.returns === 'any') parts.push(t('returnsAny'))
      return parts.join(' · ')
    }
    const silent = (s: State) => (s.after?.days ? t('silentAfter', { n: days(s.after.days) }) : t('silentAtEnd'))
    const graph = workflowGraph(workflow, { name: (s) => tx(s.name), line, label: tx, silent, back: t('sendBack') })
    return {
      ...graph,
      face: (id) => {
        const s = workflow.states.find((x) => x.id === id)
        if (!s) return <span className="om-node-start" />
        return (
          <div className={`om-node om-node-${shapeOf(s)}`}>
            <strong>{tx(s.name)}</strong>
            {line(s) && <small>{line(s)}</small>}
          </div>
        )
      },
    }
  }, [workflow, t, tx, role])
  return (
    <>
      <Suspense fallback={<Waiting />}>
        <Canvas drawing={drawing} label={tx(workflow.title)} name={`workflow ${workflow.id} ${lang}`} />
      </Suspense>
      <ul className="om-legend">
        {(['step', 'wait', 'good', 'bad'] as const).map((shape) => (
          <li key={shape}>
            <span className={`om-key om-node-${shape}`} aria-hidden="true" />
            {t(`shape_${shape}`)}
          </li>
        ))}
      </ul>
    </>
  )
}
