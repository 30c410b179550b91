import { Alert } from 'antd'
import { createContext, type ReactNode, type RefObject, useContext, useId, useMemo } from 'react'
import { useLang } from './lang'
import { inOrder, type Places, type WrongAnswer } from './wrong-answers'
import './wrong.css'

interface Page {
  places: Places
  wrong: WrongAnswer[]
  id: string
}

const Context = createContext<Page>({ places: {}, wrong: [], id: '' })

/** What is wrong on a page: told by WrongSummary together, and by each Labelled at its place. */
export function WrongPage({ places, wrong, children }: { places: Places; wrong: WrongAnswer[]; children: ReactNode }) {
  const id = useId()
  const page = useMemo(() => ({ places, wrong, id }), [places, wrong, id])
  return <Context.Provider value={page}>{children}</Context.Provider>
}

const idOf = (page: Page, at: string) => `${page.id}${at.replace(/\s/g, '_')}`

/** All that is wrong, each a link to its place. */
export function WrongSummary({ box }: { box: RefObject<HTMLDivElement | null> }) {
  const { t } = useLang()
  const page = useContext(Context)
  if (page.wrong.length === 0) return null
  return (
    <div ref={box} tabIndex={-1} className="om-wrong-summary">
      <Alert
        type="error"
        showIcon
        role="alert"
        title={t('putRight', { n: page.wrong.length })}
        description={
          <ul>
            {inOrder(page.wrong, page.places).map((w) => {
              const place = page.places[w.at]
              if (!place) return <li key={w.at + w.words}>{w.words}</li>
              const id = idOf(page, w.at)
              return (
                <li key={w.at + w.words}>
                  <a
                    href={`#${id}`}
                    onClick={(e) => {
                      e.preventDefault()
                      const field = document.getElementById(id)
                      field?.focus({ preventScroll: true })
                      field?.scrollIntoView({ block: 'center' })
                    }}
                  >
                    {place.within && `${place.within} · `}
                    {place.label}
                  </a>
                  {t('colon')}
                  {w.words}
                </li>
              )
            })}
          </ul>
        }
      />
    </div>
  )
}

/** What a control needs to be found and to be told wrong by. */
export interface Marks {
  id: string
  status: 'error' | undefined
  'aria-invalid': true | undefined
  'aria-describedby': string | undefined
}

/** A place of the page: its label, its marks, and the words under it. */
export function usePlace(at: string, hint?: string): { label: string; marks: Marks; words: ReactNode } {
  const page = useContext(Context)
  const id = idOf(page, at)
  const wrong = page.wrong.filter((w) => w.at === at)
  const said = [wrong.length > 0 && `${id}-wrong`, hint && `${id}-hint`].filter(Boolean).join(' ')
  return {
    label: page.places[at]?.label ?? at,
    marks: {
      id,
      status: wrong.length > 0 ? 'error' : undefined,
      'aria-invalid': wrong.length > 0 || undefined,
      'aria-describedby': said || undefined,
    },
    words: (
      <>
        {wrong.length > 0 && (
          <small id={`${id}-wrong`} className="om-wrong">
            {wrong.map((w) => w.words).join(' ')}
          </small>
        )}
        {hint && (
          <small id={`${id}-hint`} className="om-dim">
            {hint}
          </small>
        )}
      </>
    ),
  }
}
