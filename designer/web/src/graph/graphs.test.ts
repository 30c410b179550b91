import { describe, expect, it } from 'vitest'
import type { Schemas } from '../api/client'
import { arrowsOf } from './guide'
import { depthOf, themeGraph } from './theme'
import { shapeOf, workflowGraph } from './workflow'

const text = (zh: string) => ({ zh })

const workflow: Schemas['WorkflowsWorkflow'] = {
  id: 'M03',
  title: text('消防检查'),
  initial: 'inspect',
  states: [
    {
      id: 'inspect',
      name: text('现场核查'),
      type: 'step',
      roles: ['inspector'],
      limit: 3,
      on: [
        { event: 'qualified', label: text('合格'), target: 'decide', kind: 'forward' },
        { event: 'unqualified', label: text('不合格'), target: 'decide', kind: 'forward' },
        { event: 'rectify', label: text('整改'), target: 'wait', kind: 'rectify' },
      ],
    },
    {
      id: 'decide',
      name: text('决定'),
      type: 'step',
      on: [{ event: 'deny', label: text('不予'), target: 'refused', kind: 'refuse' }],
    },
    {
      id: 'wait',
      name: text('待整改'),
      type: 'wait',
      on: [{ event: 'resubmit', label: text('提交整改'), target: 'inspect', kind: 'resubmit' }],
    },
    { id: 'refused', name: text('终止'), type: 'final', outcome: 'refused' },
    { id: 'issued', name: text('已办结'), type: 'final', outcome: 'issued' },
  ],
}

describe('the graph of a workflow', () => {
  const graph = workflowGraph(workflow, {
    name: (s) => s.name.zh ?? '',
    line: () => '',
    label: (l) => l.zh ?? '',
    back: '退回',
  })

  it('has every state and begins at the first', () => {
    expect(graph.nodes.map((n) => n.id)).toEqual(['·', 'inspect', 'decide', 'wait', 'refused', 'issued'])
    expect(graph.edges[0]).toMatchObject({ from: '·', to: 'inspect' })
  })

  it('draws actions that lead the same way as one line with both names', () => {
    expect(graph.edges.filter((e) => e.from === 'inspect' && e.to === 'decide').map((e) => e.label)).toEqual([
      '合格 / 不合格',
    ])
  })

  it('sets apart what asks the citizen and what ends against them', () => {
    const tone = (from: string, to: string) => graph.edges.find((e) => e.from === from && e.to === to)?.tone
    expect(tone('inspect', 'wait')).toBe('ask')
    expect(tone('wait', 'inspect')).toBe('ask')
    expect(tone('decide', 'refused')).toBe('bad')
  })

  it('draws a return to a named step as a line of its own', () => {
    const states = workflow.states.map((s) => (s.id === 'decide' ? { ...s, returns: ['inspect', 'nowhere'] } : s))
    const drawn = workflowGraph(
      { ...workflow, states },
      { name: () => '', line: () => '', label: () => '', back: '退回' },
    )
    expect(drawn.edges.filter((e) => e.label === '退回')).toEqual([
      { id: 'decide↩inspect', from: 'decide', to: 'inspect', label: '退回', tone: 'ask' },
    ])
  })

  it('gives each kind of state its shape', () => {
    expect(workflow.states.map(shapeOf)).toEqual(['step', 'step', 'wait', 'bad', 'good'])
  })
})

const matter = (id: string, preconditions: string[], group?: string) =>
  ({
    matter: id,
    name: text(id),
    department: { id: 'd', name: text('d') },
    when: 'true',
    stage: 1,
    group,
    preconditions,
    promisedDays: 1,
    fields: 1,
    materials: 1,
  }) as Schemas['ThemeMatter']

const theme = {
  id: 'T01',
  matters: [matter('M01', []), matter('M07', [], 'A'), matter('M02', ['M01'], 'B'), matter('M03', ['M01', 'M99'], 'B')],
} as Schemas['Theme']

describe('the graph of a theme', () => {
  const graph = themeGraph(theme, () => ({ width: 1, height: 1 }), { form: 1, done: 1 })
  const edges = graph.edges.map((e) => `${e.from}>${e.to}`)

  it('starts at one form and ends at one end', () => {
    expect(edges).toContain('·form>M01')
    expect(edges).toContain('M02>·done')
    expect(edges).not.toContain('·form>M02')
    expect(edges).not.toContain('M01>·done')
  })

  it('frames what runs in parallel, and nothing that stands alone', () => {
    expect(graph.nodes.filter((n) => n.id.startsWith('·group')).map((n) => n.id)).toEqual(['·group B'])
    expect(graph.nodes.find((n) => n.id === 'M07')?.parent).toBeUndefined()
  })

  it('leaves out what is not part of the theme', () => {
    expect(edges.some((e) => e.includes('M99'))).toBe(false)
  })

  it('counts how many results a matter waits for, even where they wait for each other', () => {
    expect(['M01', 'M02', 'M03'].map((m) => depthOf(theme, m))).toEqual([0, 1, 1])
    const knot = { matters: [matter('A', ['B']), matter('B', ['A'])] } as Schemas['Theme']
    expect(depthOf(knot, 'A')).toBeLessThan(3)
  })
})

describe('arrowsOf', () => {
  it('draws answers that lead to the same step as one arrow', () => {
    const answer = (zh: string, next: number) => ({
      label: text(zh),
      values: [zh],
      share: 0.5,
      in: [],
      out: [],
      fields: 0,
      materials: [],
      next,
    })
    const step = { number: 1, question: 'Q1', share: 1, answers: [answer('甲', 2), answer('乙', 0), answer('丙', 2)] }
    expect(arrowsOf(step).map((a) => [a.next, a.answers.length])).toEqual([
      [2, 2],
      [0, 1],
    ])
  })
})
