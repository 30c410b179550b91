import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Schemas } from '../api/client'
import { useLang } from '../app/lang'
import { days } from '../app/time'
import { Canvas, type Drawing } from './canvas'
import { textWidth } from './layout'

type ThemeData = Schemas['Theme']

/**
 * The graph of a theme: one form, the matters after what they wait for, those
 * of a parallel group in one frame, one end.
 */
export function themeGraph(
  theme: ThemeData,
  size: (m: ThemeData['matters'][number]) => { width: number; height: number },
): Omit<Drawing, 'face'> {
  const known = new Set(theme.matters.map((m) => m.matter))
  const members = (g: string) => theme.matters.filter((m) => m.group === g)
  const groups = [
    ...new Set(theme.matters.flatMap((m) => (m.group && members(m.group).length > 1 ? [m.group] : []))),
  ].sort()
  const needed = new Set(theme.matters.flatMap((m) => m.preconditions))
  const nodes: Drawing['nodes'] = [
    { id: '·form', width: 152, height: 60 },
    ...groups.map((g) => ({ id: `·group ${g}`, width: 0, height: 0 })),
    ...theme.matters.map((m) => ({
      id: m.matter,
      ...size(m),
      parent: m.group && groups.includes(m.group) ? `·group ${m.group}` : undefined,
    })),
    { id: '·done', width: 108, height: 60 },
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

export function ThemeFlow({ theme, when }: { theme: ThemeData; when: (cel: string) => string }) {
  const { t, tx, lang } = useLang()
  const drawing = useMemo<Drawing>(() => {
    const second = (m: ThemeData['matters'][number]) =>
      `${tx(m.department.name)} · ${t('limitDays', { n: days(m.promisedDays) })}`
    const condition = (m: ThemeData['matters'][number]) => (m.when === 'true' ? '' : when(m.when))
    const widest = Math.min(
      360,
      Math.max(
        ...theme.matters.map((m) =>
          Math.max(textWidth(tx(m.name), 14), textWidth(second(m), 12), textWidth(condition(m), 12)),
        ),
      ) + 36,
    )
    const graph = themeGraph(theme, (m) => ({ width: widest, height: condition(m) ? 76 : 58 }))
    return {
      ...graph,
      face: (id) => {
        if (id.startsWith('·group')) return <div className="om-group">{t('parallel')}</div>
        if (id === '·form')
          return (
            <div className="om-end">
              {t('oneForm')}
              <small>{t('guideAndForm')}</small>
            </div>
          )
        if (id === '·done') return <div className="om-end">{t('allDone')}</div>
        const m = theme.matters.find((x) => x.matter === id)
        if (!m) return null
        return (
          <div className="om-matter-node nopan">
            <Link to="/catalog/matters/$id" params={{ id }}>
              {tx(m.name)}
            </Link>
            <small>{second(m)}</small>
            {condition(m) && (
              <small className="om-when" title={condition(m)}>
                {condition(m)}
              </small>
            )}
          </div>
        )
      },
    }
  }, [theme, when, t, tx])
  // The sizes follow from the words: another wording is another layout.
  const sizes = drawing.nodes.map((n) => `${n.width}x${n.height}`).join(' ')
  return (
    <Canvas drawing={drawing} label={tx(theme.name)} name={`theme ${theme.id} ${theme.release} ${lang} ${sizes}`} />
  )
}
