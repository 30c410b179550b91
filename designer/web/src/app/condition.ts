import type { Lang } from './lang'

/** What a name in an expression stands for: how it is called, and how its values are. */
export interface Meaning {
  label: string
  /** With whose it is, for where two of a kind meet. */
  full?: string
  value?: (code: string) => string | undefined
}

export type Lookup = (name: string) => Meaning | undefined

type Node =
  | { kind: 'name'; name: string }
  | { kind: 'text' | 'number'; text: string }
  | { kind: 'bool'; value: boolean }
  | { kind: 'list'; items: Node[] }
  | { kind: 'not'; of: Node }
  | { kind: 'op'; op: string; left: Node; right: Node }

const token = /\s*(?:(&&|\|\||[=!<>]=|[<>!()[\],])|([A-Za-z_]\w*(?:\.\w+)*)|(-?\d+(?:\.\d+)?)|'([^'\\]*)'|"([^"\\]*)")/y

/**
 * Reads the plain part of CEL that forms and matters are mostly written in. What
 * it does not know is not guessed: the expression itself is shown then.
 */
export function parse(source: string): Node | undefined {
  const tokens: RegExpExecArray[] = []
  token.lastIndex = 0
  const text = source.trim()
  while (token.lastIndex < text.length) {
    const m = token.exec(text)
    if (!m) return undefined
    tokens.push(m)
  }
  let at = 0
  const peek = () => tokens[at]?.[1] ?? (tokens[at]?.[2] === 'in' ? 'in' : undefined)
  const take = (op: string) => peek() === op && ++at > 0
  const either = (): Node | undefined => chain(['||'], both)
  const both = (): Node | undefined => chain(['&&'], compare)
  const compare = (): Node | undefined => {
    const left = unary()
    const op = peek()
    if (!left || !op || !['==', '!=', '<', '<=', '>', '>=', 'in'].includes(op)) return left
    at++
    const right = unary()
    return right && { kind: 'op', op, left, right }
  }
  const chain = (ops: string[], inner: () => Node | undefined): Node | undefined => {
    let left = inner()
    for (let op = peek(); left && op && ops.includes(op); op = peek()) {
      at++
      const right = inner()
      left = right && { kind: 'op', op, left, right }
    }
    return left
  }
  const unary = (): Node | undefined => {
    if (take('!')) {
      const of = unary()
      return of && { kind: 'not', of }
    }
    if (take('(')) {
      const inside = either()
      return take(')') ? inside : undefined
    }
    if (take('[')) return list()
    const m = tokens[at++]
    if (!m) return undefined
    if (m[2] === 'true' || m[2] === 'false') return { kind: 'bool', value: m[2] === 'true' }
    if (m[2] === 'in' || m[2] === 'null') return undefined
    if (m[2] !== undefined) return { kind: 'name', name: m[2] }
    if (m[3] !== undefined) return { kind: 'number', text: String(Number(m[3])) }
    const quoted = m[4] ?? m[5]
    return quoted === undefined ? undefined : { kind: 'text', text: quoted }
  }
  const list = (): Node | undefined => {
    const items: Node[] = []
    while (!take(']')) {
      const item = unary()
      if (!item) return undefined
      items.push(item)
      if (!take(',') && peek() !== ']') return undefined
    }
    return { kind: 'list', items }
  }
  const whole = either()
  return whole && at === tokens.length ? whole : undefined
}

/** The names an expression depends on, in order. */
export function namesIn(source: string): string[] {
  const quotesOut = source.replace(/'[^']*'|"[^"]*"/g, ' ')
  const names = quotesOut.match(/[A-Za-z_]\w*(?:\.\w+)*/g) ?? []
  return [...new Set(names.filter((n) => !['true', 'false', 'null', 'in', 'size', 'has'].includes(n)))]
}

const signs: Record<Lang, Record<string, string>> = {
  zh: {
    '==': '为',
    '!=': '不是',
    '<': '小于',
    '<=': '不大于',
    '>': '大于',
    '>=': '不小于',
    in: '是',
    '&&': '，且',
    '||': '，或',
  },
  en: {
    '==': 'is',
    '!=': 'is not',
    '<': 'is less than',
    '<=': 'is at most',
    '>': 'is more than',
    '>=': 'is at least',
    in: 'is',
    '&&': ' and ',
    '||': ' or ',
  },
}

/** An expression in words; undefined when it is more than this can say. */
export function inWords(source: string, lookup: Lookup, lang: Lang): string | undefined {
  const tree = parse(source)
  return tree && say(tree, lookup, lang)
}

function say(n: Node, lookup: Lookup, lang: Lang): string | undefined {
  const yes = (v: boolean) => (lang === 'zh' ? (v ? '“是”' : '“否”') : v ? '“yes”' : '“no”')
  switch (n.kind) {
    case 'name':
      return named(n.name, lookup)
    case 'bool':
      return yes(n.value)
    case 'text':
      return `“${n.text}”`
    case 'number':
      return n.text
    case 'list':
      return undefined
    case 'not':
      return n.of.kind === 'name'
        ? say({ kind: 'op', op: '==', left: n.of, right: { kind: 'bool', value: false } }, lookup, lang)
        : undefined
  }
  const { op, left, right } = n
  const sign = signs[lang][op]
  if (op === '&&' || op === '||') {
    const parts = [left, right].map((side) => {
      const words = say(
        side.kind === 'name' ? { kind: 'op', op: '==', left: side, right: { kind: 'bool', value: true } } : side,
        lookup,
        lang,
      )
      // “and” binds more tightly than “or”: say so where both meet.
      return words && side.kind === 'op' && side.op === '||' && op === '&&'
        ? lang === 'zh'
          ? `（${words}）`
          : `(${words})`
        : words
    })
    return parts[0] && parts[1] ? `${parts[0]}${sign}${parts[1]}` : undefined
  }
  const both = left.kind === 'name' && right.kind === 'name'
  const subject = both ? named(left.name, lookup, true) : say(left, lookup, lang)
  const meaning = left.kind === 'name' ? lookup(left.name) : undefined
  const worded = (v: Node) => {
    if (both && v.kind === 'name') return named(v.name, lookup, true)
    const known = v.kind === 'text' ? meaning?.value?.(v.text) : undefined
    return known ? `“${known}”` : say(v, lookup, lang)
  }
  let object: string | undefined
  if (right.kind === 'list') {
    const items = right.items.map(worded)
    if (op !== 'in' || items.some((x) => !x)) return undefined
    object = items.join(lang === 'zh' ? '或' : ' or ')
  } else object = op === 'in' ? undefined : worded(right)
  if (!subject || !object) return undefined
  return lang === 'zh' ? `${subject}${sign}${object}`.replace(/([^”])(\d)/, '$1 $2') : `${subject} ${sign} ${object}`
}

function named(name: string, lookup: Lookup, full = false): string | undefined {
  const meaning = lookup(name)
  return meaning && `“${(full && meaning.full) || meaning.label}”`
}
