import { describe, expect, it } from 'vitest'
import { type Box, type Graph, headOf, layered, pathOf, textWidth } from './layout'

const box = (id: string, parent?: string) => ({ id, width: 120, height: 50, parent })

const graph: Graph = {
  nodes: [box('accept'), box('review'), box('wait'), box('issued')],
  edges: [
    { id: 'a', from: 'accept', to: 'review', label: '通过' },
    { id: 'b', from: 'accept', to: 'wait', label: '补正' },
    { id: 'c', from: 'wait', to: 'accept', label: '提交补正' },
    { id: 'd', from: 'review', to: 'issued' },
  ],
}

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
const at = (nodes: Box[], id: string) => nodes.find((n) => n.id === id) as Box

describe('a layered layout', () => {
  it('places every node, none over another, and draws every edge', async () => {
    const placed = await layered(graph)
    expect(placed.nodes.map((n) => n.id).sort()).toEqual(['accept', 'issued', 'review', 'wait'])
    for (const a of placed.nodes) for (const b of placed.nodes) expect(a !== b && overlap(a, b)).toBe(false)
    for (const e of placed.edges) expect(e.points.length).toBeGreaterThan(1)
  })

  it('leads from the edge of one node to the edge of the next', async () => {
    const { nodes, edges } = await layered(graph)
    const d = edges.find((e) => e.id === 'd')
    const from = at(nodes, 'review')
    const to = at(nodes, 'issued')
    expect(d?.points[0]?.x).toBeCloseTo(from.x + from.width)
    expect(d?.points.at(-1)?.x).toBeCloseTo(to.x)
  })

  it('keeps labels off the nodes', async () => {
    const { nodes, edges } = await layered(graph)
    const labels = edges.flatMap((e) => (e.label ? [e.label] : []))
    expect(labels).toHaveLength(3)
    for (const l of labels) for (const n of nodes) expect(overlap(l, n), `${l.id} over ${n.id}`).toBe(false)
  })

  it('lies or stands', async () => {
    const lying = await layered(graph, 'RIGHT')
    const standing = await layered(graph, 'DOWN')
    expect(at(lying.nodes, 'issued').x).toBeGreaterThan(at(lying.nodes, 'accept').x)
    expect(at(standing.nodes, 'issued').y).toBeGreaterThan(at(standing.nodes, 'accept').y)
  })

  it('frames a group around its members, in the same coordinates', async () => {
    const { nodes } = await layered({
      nodes: [box('form'), { id: 'group', width: 0, height: 0 }, box('m2', 'group'), box('m3', 'group')],
      edges: [
        { id: 'x', from: 'form', to: 'm2' },
        { id: 'y', from: 'form', to: 'm3' },
      ],
    })
    const g = at(nodes, 'group')
    for (const id of ['m2', 'm3']) {
      const m = at(nodes, id)
      expect(m.x).toBeGreaterThan(g.x)
      expect(m.y).toBeGreaterThan(g.y)
      expect(m.x + m.width).toBeLessThan(g.x + g.width)
      expect(m.y + m.height).toBeLessThan(g.y + g.height)
    }
  })

  it('gives the same picture for the same graph', async () => {
    expect(await layered(graph)).toEqual(await layered(graph))
  })
})

describe('lines', () => {
  it('turn corners in a curve that never overshoots a short stretch', () => {
    const path = pathOf([
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 4 },
    ])
    expect(path).toBe('M0 0L8 0Q10 0 10 2L10 4')
    expect(pathOf([])).toBe('')
  })

  it('end in a head that points the way', () => {
    expect(
      headOf([
        { x: 0, y: 0 },
        { x: 10, y: 0 },
      ]),
    ).toMatch(/^M10 0L2\.8 -?\d/)
    expect(headOf([{ x: 0, y: 0 }])).toBe('')
  })

  it('leave a Chinese character twice the room of a Latin letter', () => {
    expect(textWidth('受理', 14)).toBe(28)
    expect(textWidth('ab', 14)).toBeLessThan(20)
  })
})
