import type { ELK, ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api'

export interface Point {
  x: number
  y: number
}

export interface Box extends Point {
  id: string
  width: number
  height: number
}

/** A node to be placed; one with a parent lies inside it, and a parent's size follows from what it holds. */
export interface GraphNode {
  id: string
  width: number
  height: number
  parent?: string
}

export interface GraphEdge {
  id: string
  from: string
  to: string
  label?: string
}

export interface Graph {
  nodes: GraphNode[]
  edges: GraphEdge[]
  /** Every node as early as it can come, instead of as near as possible to what follows it. */
  early?: boolean
}

export interface Route {
  id: string
  points: Point[]
  label?: Box
}

export interface Placed {
  nodes: Box[]
  edges: Route[]
  width: number
  height: number
}

export type Direction = 'RIGHT' | 'DOWN'

/** The width of a text, closely enough to leave room for it: Chinese characters are square, Latin letters about half. */
export function textWidth(text: string, size: number): number {
  let width = 0
  for (const c of text) width += (c.codePointAt(0) ?? 0) >= 0x2e80 ? size : size * 0.58
  return Math.ceil(width)
}

export const labelHeight = 18

let engine: Promise<ELK> | undefined

/** The layout engine is big: loaded with the first drawing. */
function elk(): Promise<ELK> {
  engine ??= import('elkjs/lib/elk.bundled.js').then((m) => new m.default() as ELK)
  return engine
}

const options = (direction: Direction, early = false) => ({
  'elk.layered.layering.strategy': early ? 'LONGEST_PATH_SOURCE' : 'NETWORK_SIMPLEX',
  'elk.algorithm': 'layered',
  'elk.direction': direction,
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.json.edgeCoords': 'ROOT',
  'elk.json.shapeCoords': 'ROOT',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.spacing.nodeNodeBetweenLayers': '36',
  'elk.layered.spacing.edgeNodeBetweenLayers': '20',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '14',
  'elk.spacing.nodeNode': '28',
  'elk.spacing.edgeNode': '18',
  'elk.spacing.edgeEdge': '14',
  'elk.spacing.edgeLabel': '4',
  'elk.edgeLabels.placement': 'CENTER',
  'elk.padding': '[top=8,left=8,bottom=8,right=8]',
})

const inner = {
  'elk.padding': '[top=36,left=16,bottom=16,right=16]',
  'elk.spacing.nodeNode': '14',
}

/** Places a graph in layers. The same graph gives the same picture. */
export async function layered(graph: Graph, direction: Direction = 'RIGHT'): Promise<Placed> {
  const nodeOf = (n: GraphNode): ElkNode => {
    const children = graph.nodes.filter((k) => k.parent === n.id)
    if (children.length === 0) return { id: n.id, width: n.width, height: n.height }
    return { id: n.id, children: children.map(nodeOf), layoutOptions: inner }
  }
  const root: ElkNode = {
    id: 'root',
    layoutOptions: options(direction, graph.early),
    children: graph.nodes.filter((n) => !n.parent).map(nodeOf),
    edges: graph.edges.map((e) => ({
      id: e.id,
      sources: [e.from],
      targets: [e.to],
      ...(e.label ? { labels: [{ text: e.label, width: textWidth(e.label, 12) + 10, height: labelHeight }] } : {}),
    })),
  }
  const placed = await (await elk()).layout(root)
  const nodes: Box[] = []
  const collect = (list: ElkNode[] | undefined) => {
    for (const n of list ?? []) {
      nodes.push({ id: n.id, x: n.x ?? 0, y: n.y ?? 0, width: n.width ?? 0, height: n.height ?? 0 })
      collect(n.children)
    }
  }
  collect(placed.children)
  return {
    nodes,
    edges: (placed.edges ?? []).map(routeOf),
    width: placed.width ?? 0,
    height: placed.height ?? 0,
  }
}

function routeOf(e: ElkExtendedEdge): Route {
  const points: Point[] = []
  for (const s of e.sections ?? []) points.push(s.startPoint, ...(s.bendPoints ?? []), s.endPoint)
  const l = e.labels?.[0]
  return {
    id: e.id,
    points,
    label: l && { id: e.id, x: l.x ?? 0, y: l.y ?? 0, width: l.width ?? 0, height: l.height ?? 0 },
  }
}

/** The SVG path through points, corners rounded. */
export function pathOf(points: Point[], radius = 6): string {
  const [first, ...rest] = points
  if (!first) return ''
  let path = `M${first.x} ${first.y}`
  rest.forEach((p, i) => {
    const next = rest[i + 1]
    const before = i === 0 ? first : (rest[i - 1] as Point)
    if (!next) {
      path += `L${p.x} ${p.y}`
      return
    }
    const r = Math.min(radius, distance(before, p) / 2, distance(p, next) / 2)
    const a = toward(p, before, r)
    const b = toward(p, next, r)
    path += `L${a.x} ${a.y}Q${p.x} ${p.y} ${b.x} ${b.y}`
  })
  return path
}

const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y)

function toward(from: Point, to: Point, length: number): Point {
  const d = distance(from, to)
  if (d === 0) return from
  const round = (n: number) => Math.round(n * 100) / 100
  return { x: round(from.x + ((to.x - from.x) * length) / d), y: round(from.y + ((to.y - from.y) * length) / d) }
}

/** The arrow's head at the end of a line. */
export function headOf(points: Point[], size = 8): string {
  const end = points.at(-1)
  const before = points.at(-2)
  if (!end || !before) return ''
  const angle = Math.atan2(end.y - before.y, end.x - before.x)
  const side = (turn: number) => {
    const a = angle + Math.PI + turn
    return `${(end.x + Math.cos(a) * size).toFixed(1)} ${(end.y + Math.sin(a) * size).toFixed(1)}`
  }
  return `M${end.x} ${end.y}L${side(0.45)}L${side(-0.45)}Z`
}
