import type { Schemas } from '../api/client'

type Found = Schemas['MetamodelProblem']

/** Problems of an action beside the controls they are about; the rest is about the action as a whole. */
export interface Placed {
  fields: { name: string[]; problems: Found[] }[]
  rest: Found[]
}

const controls: Record<string, string> = {
  note: 'note',
  fields: 'fields',
  materials: 'materials',
  resultNo: 'resultNumber',
  resultNumber: 'resultNumber',
}

/** Places problems by path; results are the paths of the result's own controls. */
export function placeProblems(problems: readonly Found[], results: readonly string[]): Placed {
  const placed = new Map<string, { name: string[]; problems: Found[] }>()
  const rest: Found[] = []
  for (const p of problems) {
    const name = nameOf(p.path, results)
    if (!name) {
      rest.push(p)
      continue
    }
    const key = name.join(' ')
    const at = placed.get(key) ?? { name, problems: [] }
    at.problems.push(p)
    placed.set(key, at)
  }
  return { fields: [...placed.values()], rest }
}

function nameOf(path: string, results: readonly string[]): string[] | undefined {
  if (path.startsWith('result/')) {
    const field = path.slice('result/'.length)
    return results.includes(field) ? ['result', field] : undefined
  }
  const control = controls[path.split('/')[0] ?? '']
  return control ? [control] : undefined
}

/** What was typed, as the API takes it: a number is a number. What is no number goes as typed, and is judged there. */
export function resultValue(type: string, typed: string | string[] | boolean): unknown {
  if (typeof typed !== 'string') return typed
  const text = typed.trim()
  if ((type === 'number' || type === 'integer') && /^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  return text
}
