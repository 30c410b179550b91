import type { Said } from './migration-map'

/** What is chosen of a move to a version and not started yet. */
export interface MoveDraft {
  what?: string
  from?: string
  note: string
  said: Said[]
}

const key = (version: string) => `om.move.${version}`

/** What this tab chose before the page was loaded anew; nothing when the filings' version is gone. */
export function savedMove(version: string, releases: { hash: string }[]): MoveDraft {
  const none: MoveDraft = { note: '', said: [] }
  try {
    const draft = { ...none, ...(JSON.parse(sessionStorage.getItem(key(version)) ?? '{}') as Partial<MoveDraft>) }
    return releases.some((v) => v.hash === draft.from) ? draft : none
  } catch {
    return none
  }
}

/** Keeps it, or forgets it once nothing is said any more. */
export function saveMove(version: string, draft: MoveDraft) {
  if (draft.said.length > 0 || draft.note) sessionStorage.setItem(key(version), JSON.stringify(draft))
  else sessionStorage.removeItem(key(version))
}
