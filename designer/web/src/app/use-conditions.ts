import { useCallback, useMemo } from 'react'
import type { Schemas } from '../api/client'
import { inWords, type Lookup } from './condition'
import { useLang } from './lang'
import { useCodeLists, useElements } from './queries'

interface Known {
  fields?: Schemas['FormField'][]
  questions?: Schemas['Question'][]
}

/** Says a CEL condition in words where it can, with the labels people know; else the expression itself. */
export function useConditions(known: Known = {}): (cel: string) => string {
  const { tx, lang } = useLang()
  const elements = useElements().data
  const lists = useCodeLists().data
  const { fields, questions } = known
  const lookup = useMemo<Lookup>(() => {
    const element = new Map(elements?.map((e) => [e.id, e]))
    const codes = (id?: string) => {
      const list = lists?.find((l) => l.id === id)
      return list && ((code: string) => tx(list.entries.find((e) => e.code === code)?.name) || undefined)
    }
    const owned = (f: Schemas['FormField']) => {
      const [label, subject] = [tx(f.label), tx(f.subject.name)]
      if (label.includes(subject)) return label
      return lang === 'zh' ? `${subject}${label}` : `${label} of the ${subject.toLowerCase()}`
    }
    const byPath = new Map(fields?.map((f) => [f.path.replaceAll('/', '.'), f]))
    const byQuestion = new Map(questions?.map((q) => [q.id, q]))
    return (name) => {
      const field = byPath.get(name)
      if (field)
        return { label: tx(field.label), full: owned(field), value: codes(element.get(field.element)?.codeList) }
      const q = byQuestion.get(name)
      if (q)
        return { label: tx(q.text), value: (code) => tx(q.options?.find((o) => o.code === code)?.name) || undefined }
      const plain = element.get(name.split('.').at(-1) ?? '')
      return plain && { label: tx(plain.name), value: codes(plain.codeList) }
    }
  }, [elements, lists, fields, questions, tx, lang])
  return useCallback((cel: string) => inWords(cel, lookup, lang) ?? cel, [lookup, lang])
}
