import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useMemo } from 'react'
import type { Schemas } from '../api/client'
import { useLang } from '../app/lang'
import { useMedia } from '../app/media'
import { days } from '../app/time'
import { Waiting } from '../app/waiting'
import type { Drawing } from './canvas'
import './graph.css'
import { textWidth } from './layout'

const Canvas = lazy(() => import('./canvas').then((m) => ({ default: m.Canvas })))

type ThemeData = Schemas['Theme']
type Placed = ThemeData['matters'][number]

/** The groups of matters that run in parallel: more than one. */
function groupsOf(theme: ThemeData): string[] {
  const size = (g: string) => theme.matters.filter((m) => m.group === g).length
  return [...new Set(theme.matters.flatMap((m) => (m.group && size(m.group) > 1 ? [m.group] : [])))].sort()
}

/**
 * The graph of a theme: one form, the matters after what they wait for, those
 * of a parallel group in one frame, one end.
 */
export function themeGraph(
  theme: ThemeData,
  size: (m: Placed) => { width: number; height: number },
  ends: { form: number; done: number },
): Omit<Drawing, 'face'> {
  const known = new Set(theme.matters.map((m) => m.matter))
  const groups = groupsOf(theme)
  const needed = new Set(theme.matters.flatMap((m) => m.preconditions))
  const nodes: Drawing['nodes'] = [
    { id: '·form', width: ends.form, height: 60 },
    ...groups.map((g) => ({ id: `·group ${g}`, width: 0, height: 0 })),
    ...theme.matters.map((m) => ({
      id: m.matter,
      ...size(m),
      parent: m.group && groups.includes(m.group) ? `·group ${m.group}` : undefined,
    })),
    { id: '·done', width: ends.done, height: 60 },
  ]
  const edges: Drawing['edges'] = []
  for (const m of theme.matters) {
    const before = m.preconditions.filter((p) => known.has(p))
    for (const p of before) edges.push({ id: `${p}→${m.matter}`, from: p, to: m.matter, tone: 'plain' })
    if (before.length === 0) edges.push({ id: `·form→${m.matter}`, from: '·form', to: m.matter, tone: 'plain' })
    if (!needed.has(m.matter)) edges.push({ id: `${m.matter}→·done`, from: m.matter, to: '·done', tone: 'plain' })
  }
  return { nodes, edges, early: true }
}

/** How many results a matter waits for, one after another. */
export function depthOf(theme: ThemeData, matter: string, seen: readonly string[] = []): number {
  const m = theme.matters.find((x) => x.matter === matter)
  if (!m || seen.includes(matter)) return 0
  const before = m.preconditions.filter((p) => theme.matters.some((x) => x.matter === p))
  return Math.max(0, ...before.map((p) => 1 + depthOf(theme, p, [...seen, matter])))
}

interface Props {
  theme: ThemeData
  when: (cel: string) => string
}

/** How a theme runs: drawn, or on a phone one stage under another. */
export function ThemeFlow({ theme, when }: Props) {
  const narrow = useMedia('(max-width: 760px)')
  return narrow ? <Stages theme={theme} when={when} /> : <Drawn theme={theme} when={when} />
}

function useLines(when: Props['when']) {
  const { t, tx } = useLang()
  return useMemo(
    () => ({
      second: (m: Placed) => `${t('limitDays', { n: days(m.promisedDays) })} · ${tx(m.department.name)}`,
      condition: (m: Placed) => (m.when === 'true' ? '' : when(m.when)),
    }),
    [t, tx, when],
  )
}

function MatterFace({ matter: m, lines }: { matter: Placed; lines: ReturnType<typeof useLines> }) {
  const { tx } = useLang()
  return (
    <div className="om-matter-node nopan">
      <Link to="/catalog/matters/$id" params={{ id: m.matter }}>
        {tx(m.name)}
      </Link>
      <small>{lines.second(m)}</small>
      {lines.condition(m) && (
        <small className="om-when" title={lines.condition(m)}>
          {lines.condition(m)}
        </small>
      )}
    </div>
  )
}

function Drawn({ theme, when }: Props) {
  const { t, tx, lang } = useLang()
  const lines = useLines(when)
  const drawing = useMemo<Drawing>(() => {
    const needs = (m: Placed) =>
      Math.max(textWidth(tx(m.name), 14), textWidth(lines.second(m), 12), textWidth(lines.condition(m), 12)) + 36
    const width = Math.min(340, Math.max(...theme.matters.map(needs)))
    const end = (...words: string[]) => Math.max(108, ...words.map((w) => textWidth(w, 13) + 44))
    const graph = themeGraph(theme, (m) => ({ width, height: lines.condition(m) ? 76 : 58 }), {
      form: end(t('oneForm'), t('guideAndForm')),
      done: end(t('allDone')),
    })
    return {
      ...graph,
      face: (id) => {
        if (id.startsWith('·group')) return <div className="om-group">{t('parallel')}</div>
        if (id === '·form') return <Start />
        if (id === '·done') return <div className="om-end">{t('allDone')}</div>
        const m = theme.matters.find((x) => x.matter === id)
        return m && <MatterFace matter={m} lines={lines} />
      },
    }
  }, [theme, lines, t, tx])
  // The sizes follow from the words: another wording is another layout.
  const sizes = drawing.nodes.map((n) => `${n.width}x${n.height}`).join(' ')
  return (
    <Suspense fallback={<Waiting />}>
      <Canvas drawing={drawing} label={tx(theme.name)} name={`theme ${theme.id} ${theme.release} ${lang} ${sizes}`} />
    </Suspense>
  )
}

function Start() {
  const { t } = useLang()
  return (
    <div className="om-end">
      {t('oneForm')}
      <small>{t('guideAndForm')}</small>
    </div>
  )
}

function Stages({ theme, when }: Props) {
  const { t } = useLang()
  const lines = useLines(when)
  const stages = new Map<number, Placed[]>()
  for (const m of theme.matters) {
    const depth = depthOf(theme, m.matter)
    stages.set(depth, [...(stages.get(depth) ?? []), m])
  }
  return (
    <ol className="om-stages">
      <li>
        <Start />
      </li>
      {[...stages]
        .sort(([a], [b]) => a - b)
        .map(([depth, matters]) => (
          <li key={depth}>
            {matters.length > 1 && <span className="om-stage-name">{t('parallel')}</span>}
            {matters.map((m) => (
              <MatterFace key={m.matter} matter={m} lines={lines} />
            ))}
          </li>
        ))}
      <li>
        <div className="om-end">{t('allDone')}</div>
      </li>
    </ol>
  )
}
