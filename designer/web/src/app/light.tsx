import type { Schemas } from '../api/client'
import { useLang } from './lang'
import './light.css'
import type { Word } from './words'

export type Light = Schemas['CaseHead']['light']

export const lightWord: Record<Light, Word> = {
  red: 'lightRed',
  yellow: 'lightYellow',
  green: 'lightGreen',
  paused: 'lightPaused',
  none: 'lightNone',
}

/** A light: always a shape and a word, never colour alone. */
export function LightTag({ light, due, early }: { light: Light; due?: string | null; early?: boolean }) {
  const { t } = useLang()
  // By some rules red comes before the limit is used up: then it must not say overdue.
  const soon = light === 'red' && !!due && new Date(due) > new Date()
  const word = soon ? 'lightRedSoon' : light === 'red' && early ? 'lightRedAny' : lightWord[light]
  return (
    <span className={`om-light om-light-${light}`}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
        {light === 'red' && <path d="M6 .8 11.6 11H.4Z" />}
        {light === 'yellow' && <path d="M6 .4 11.6 6 6 11.6.4 6Z" />}
        {light === 'green' && <circle cx="6" cy="6" r="5.2" />}
        {light === 'paused' && <path d="M1.5 1h3v10h-3zM7.5 1h3v10h-3z" />}
        {light === 'none' && <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.6" />}
      </svg>
      {t(word)}
    </span>
  )
}
