import { describe, expect, it } from 'vitest'
import { addDays, spanOf, today } from '../pages/dashboard/span'
import { count, days, hundredths, instant, percent, shortDay } from './time'

describe('time', () => {
  it('is told at the place of the departments, not of the reader', () => {
    expect(instant('2026-11-23T16:44:35Z', 'zh')).toBe('2026/11/24 00:44')
    expect(instant('2026-11-23T16:44:35Z', 'en')).toBe('24 Nov 2026, 00:44')
    expect(instant('2026-11-23T16:44:35Z', 'zh', false)).toBe('2026/11/24')
    expect(instant(undefined, 'zh')).toBe('')
  })

  it('keeps a local day the same day', () => {
    expect(shortDay('2026-01-01', 'en')).toBe('1 Jan')
    expect(shortDay('2026-01-01', 'zh')).toMatch(/1.1/)
  })

  it('counts working days with at most one decimal, and no minus nothing', () => {
    expect([0.5, 3, 2.96, -0.04, -1.25].map(days)).toEqual(['0.5', '3', '3', '0', '-1.2'])
  })

  it('counts to the hundredth where a sum stands beside its parts', () => {
    expect([0.583333, 3, 0.1 + 0.2].map(hundredths)).toEqual(['0.58', '3', '0.3'])
  })

  it('has no rate where there is nothing to divide by', () => {
    expect(percent(null)).toBe('—')
    expect(percent(0)).toBe('0.0%')
    expect(percent(0.9215)).toBe('92.2%')
  })

  it('sets thousands apart', () => {
    expect(count(50_123, 'zh')).toBe('50,123')
  })
})

describe('the span of a dashboard', () => {
  it('begins today where the departments are', () => {
    expect(today(new Date('2026-11-23T16:30:00Z'))).toBe('2026-11-24')
  })

  it.each([
    [{}, { preset: '30', from: '2026-10-26', to: '2026-11-24' }],
    [{ span: '7' }, { preset: '7', from: '2026-11-18', to: '2026-11-24' }],
    [{ span: '90' }, { preset: '90', from: '2026-08-27', to: '2026-11-24' }],
    [{ span: 'year' }, { preset: 'year', from: '2026-01-01', to: '2026-11-24' }],
    [
      { from: '2026-01-05', to: '2026-02-01' },
      { preset: 'custom', from: '2026-01-05', to: '2026-02-01' },
    ],
    // An address can be typed by anyone.
    [
      { from: '2026-02-31', to: '2026-03-01' },
      { preset: '30', from: '2026-10-26', to: '2026-11-24' },
    ],
    [
      { from: '2026-03-02', to: '2026-03-01' },
      { preset: '30', from: '2026-10-26', to: '2026-11-24' },
    ],
    [{ span: 'century' }, { preset: '30', from: '2026-10-26', to: '2026-11-24' }],
  ])('%j is %j', (search, span) => {
    expect(spanOf(search, '2026-11-24')).toEqual(span)
  })

  it('crosses months and years', () => {
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  })
})
