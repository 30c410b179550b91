import { describe, expect, it } from 'vitest'
import { choicesOf, mapOf, type Place, type Places, type Said, saidOf, say } from './migration-map'

const label = { zh: '某项' }
const area: Place = { part: 'fields', key: 'premises/DE00203', label, element: 'DE00203', choices: 'fields/0' }
const owner: Place = { part: 'fields', key: 'premises/DE00205', label, element: 'DE00205', choices: 'fields/0' }
const rows: Place = { part: 'fields', key: 'employee', label, choices: 'groups/0' }
const inRows: Place = { part: 'fields', key: 'employee/DE00014', label, choices: 'fields/1' }
const changed: Place = { part: 'fields', key: 'applicant/DE00105', label, changed: true, choices: 'fields/0' }
const step: Place = { part: 'states', key: 'M02/review', label, choices: 'states/M02' }
const net: Place = { part: 'codes', key: 'CL_GEAR', code: 'net', label, choices: 'codes/CL_GEAR' }
const trap: Place = { ...net, code: 'trap' }
const places: Places = {
  items: [area, owner, rows, changed, step, net, trap],
  choices: {
    'fields/0': [
      { value: 'shop/DE00999', label, element: 'DE00999' },
      { value: 'shop/DE00203', label, element: 'DE00203' },
    ],
  },
}

describe('the map of a migration', () => {
  it('speaks only of what was said', () => {
    expect(mapOf([])).toBeUndefined()
    expect(mapOf(say([], area, undefined))).toBeUndefined()
  })

  it('names fields, steps, codes list by list, and what may be kept aside', () => {
    let said: Said[] = say([], area, { to: 'shop/DE00203' })
    said = say(said, step, { to: 'examine' })
    said = say(said, net, { to: 'seine' })
    said = say(said, trap, { to: 'pot' })
    said = say(said, changed, { aside: true })
    expect(mapOf(said)).toEqual({
      fields: { 'premises/DE00203': 'shop/DE00203' },
      states: { 'M02/review': 'examine' },
      codes: { CL_GEAR: { net: 'seine', trap: 'pot' } },
      aside: ['applicant/DE00105'],
    })
  })

  it('takes the last word on a place, and its withdrawal', () => {
    const first = say(say([], net, { to: 'seine' }), net, { to: 'line' })
    expect(mapOf(first)).toEqual({ codes: { CL_GEAR: { net: 'line' } } })
    expect(saidOf(first, trap)).toBeUndefined()
    expect(mapOf(say(say([], changed, { aside: true }), changed, { to: 'shop/DE00999' }))).toEqual({
      fields: { 'applicant/DE00105': 'shop/DE00999' },
    })
    expect(mapOf(say(first, net, undefined))).toBeUndefined()
  })

  it('forgets what was said inside a group when the group goes elsewhere', () => {
    const said = say(say(say([], rows, { to: 'staff' }), inRows, { to: 'staff/DE00015' }), area, { to: 'shop/DE00203' })
    expect(mapOf(say(said, rows, undefined))).toEqual({ fields: { 'premises/DE00203': 'shop/DE00203' } })
  })

  it('offers the same data element first, and no field twice', () => {
    const offered = (p: Place, said: Said[] = []) => choicesOf(places, said, p).map((c) => [c.value, c.taken])
    expect(offered(area)).toEqual([
      ['shop/DE00203', false],
      ['shop/DE00999', false],
    ])
    const said = say([], area, { to: 'shop/DE00203' })
    expect(offered(owner, said)).toEqual([
      ['shop/DE00999', false],
      ['shop/DE00203', true],
    ])
    expect(offered(area, said)[0]).toEqual(['shop/DE00203', false])
    expect(offered(step)).toEqual([])
  })
})
