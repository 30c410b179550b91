import { useMemo } from 'react'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { useMatters, useThemes } from '../../app/queries'

/** Names for the ids that facts carry; an id that is gone from the catalog stands for itself. */
export interface Names {
  matter: (id: string) => string
  department: (id: string) => string
  theme: (id: string) => string
  step: (matter: string, id: string) => string
  /** Where a step stands in its workflow. */
  order: (matter: string, step: string) => number
}

export function namesOf(
  matters: Schemas['Matter'][],
  themes: Schemas['Theme'][],
  tx: (text: { [lang: string]: string } | null | undefined) => string,
): Names {
  const byId = new Map(matters.map((m) => [m.id, m]))
  const departments = new Map(matters.map((m) => [m.department, m.departmentName]))
  for (const m of matters) if (m.delegated) departments.set(m.delegated.to, m.delegateName ?? {})
  for (const th of themes) departments.set(th.lead.id, th.lead.name)
  const states = (m: string) => byId.get(m)?.process?.states ?? []
  return {
    matter: (id) => tx(byId.get(id)?.name) || id,
    department: (id) => tx(departments.get(id)) || id,
    theme: (id) => tx(themes.find((th) => th.id === id)?.name) || id,
    step: (m, id) => tx(states(m).find((s) => s.id === id)?.name) || id,
    order: (m, id) => {
      const at = states(m).findIndex((s) => s.id === id)
      return at < 0 ? Number.MAX_SAFE_INTEGER : at
    },
  }
}

export function useNames(): Names {
  const { tx } = useLang()
  const matters = useMatters().data
  const themes = useThemes().data
  return useMemo(() => namesOf(matters ?? [], themes ?? [], tx), [matters, themes, tx])
}
