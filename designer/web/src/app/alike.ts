/** What several packs define alike is one thing with the names of them all; what they define differently stays apart. */
export function alike<T extends { id: string; pack: string }>(list: T[]): T[] {
  const found = new Map<string, T>()
  for (const one of list) {
    const key = JSON.stringify({ ...one, pack: '' })
    const first = found.get(key)
    found.set(key, first ? { ...first, pack: `${first.pack}, ${one.pack}` } : one)
  }
  return [...found.values()]
}

/** Ids that are defined in more than one way. */
export function twofold(list: { id: string }[] = []): Set<string> {
  const seen = new Set<string>()
  return new Set(list.filter(({ id }) => seen.has(id) || !seen.add(id)).map(({ id }) => id))
}
