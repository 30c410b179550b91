import type { Schemas } from '../../api/client'

export type Place = Schemas['EngineMigrationPlace']
export type Places = Schemas['EngineMigrationPlaces']
type Choice = Schemas['EngineMigrationChoice']

/** What is said of one place: that it became something, or may be kept aside. */
export interface Said {
  place: Place
  to?: string
  aside?: true
}

const same = (a: Place, b: Place) => a.part === b.part && a.key === b.key && a.code === b.code

export const saidOf = (said: Said[], place: Place) => said.find((s) => same(s.place, place))

/** Says one thing of a place instead of another; what was said inside a group goes with it. */
export function say(said: Said[], place: Place, what: { to: string } | { aside: true } | undefined): Said[] {
  const rest = said.filter(
    (s) => !same(s.place, place) && !(place.part === 'fields' && s.place.key.startsWith(`${place.key}/`)),
  )
  return what ? [...rest, { place, ...what }] : rest
}

/** The map of a plan, with only the parts it speaks of; undefined for none. */
export function mapOf(said: Said[]): Schemas['EngineMigrationMap'] | undefined {
  const map: Schemas['EngineMigrationMap'] = {}
  for (const { place, to, aside } of said) {
    if (aside) map.aside = [...(map.aside ?? []), place.key]
    if (to === undefined) continue
    if (place.part === 'codes') {
      map.codes = { ...map.codes, [place.key]: { ...map.codes?.[place.key], [place.code ?? '']: to } }
    } else {
      map[place.part] = { ...map[place.part], [place.key]: to }
    }
  }
  return Object.keys(map).length > 0 ? map : undefined
}

/** What a place can become: the same data element first; a field that another one became is taken. */
export function choicesOf(places: Places, said: Said[], place: Place): (Choice & { taken: boolean })[] {
  const list = places.choices[place.choices] ?? []
  const like = (c: Choice) => (place.element !== undefined && c.element === place.element ? 0 : 1)
  const others = said.filter((s) => s.place.part === 'fields' && !same(s.place, place)).map((s) => s.to)
  return [...list]
    .sort((a, b) => like(a) - like(b))
    .map((c) => ({ ...c, taken: place.part === 'fields' && others.includes(c.value) }))
}
