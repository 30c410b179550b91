import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Schemas } from '../api/client'
import { useLang } from '../app/lang'
import { useMedia } from '../app/media'
import { Scroll } from '../app/scroll'
import { instant } from '../app/time'
import { useSilence } from './case-silence'
import { Standing } from './case-standing'

type Head = Schemas['CaseHead']

interface Props {
  items: Head[]
  /** The row the keyboard is at. */
  current: number
  point: (row: number) => void
  open: (item: Head) => void
  label: string
}

/** Cases as a table, or on a phone as one card under another. */
export function CaseRows(props: Props) {
  const narrow = useMedia('(max-width: 760px)')
  return narrow ? <Cards {...props} /> : <Rows {...props} />
}

function useCells() {
  const { t, tx, lang } = useLang()
  const silence = useSilence()
  return (c: Head) => ({
    link: (
      <Link to="/cases/$id" params={{ id: c.id }} onClick={(e) => e.stopPropagation()}>
        {c.title || c.number}
      </Link>
    ),
    matter: tx(c.matterName) || tx(c.themeName),
    theme: c.matterName && c.themeName ? tx(c.themeName) : '',
    step: c.status === 'ended' ? t('status_ended') : tx(c.stateName) || t(`status_${c.status}`),
    due: c.due && c.status !== 'ended' ? instant(c.due, lang) : '',
    silence: c.silence ? silence(c.silence) : '',
    submitted: instant(c.submitted, lang, false),
  })
}

function Two({ first, second }: { first: ReactNode; second: ReactNode }) {
  return (
    <div className="om-two">
      <span>{first}</span>
      {second && <small className="om-dim">{second}</small>}
    </div>
  )
}

function Rows({ items, current, point, open, label }: Props) {
  const { t } = useLang()
  const cells = useCells()
  return (
    <Scroll label={label}>
      <table className="om-table om-wide om-cases">
        <thead>
          <tr>
            <th scope="col">{t('light')}</th>
            <th scope="col">{t('case')}</th>
            <th scope="col">{t('matter')}</th>
            <th scope="col">{t('step')}</th>
            <th scope="col">{t('due')}</th>
            <th scope="col">{t('submitted')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((c, i) => {
            const cell = cells(c)
            return (
              <tr
                key={c.id}
                className={i === current ? 'om-row om-current' : 'om-row'}
                onClick={() => open(c)}
                onMouseEnter={() => point(i)}
              >
                <td>
                  <Standing item={c} />
                </td>
                <td>
                  <Two first={cell.link} second={c.number} />
                </td>
                <td>
                  <Two first={cell.matter} second={cell.theme} />
                </td>
                <td>{cell.step}</td>
                <td className="om-when-due">
                  <Two first={cell.due || <span className="om-dim">—</span>} second={cell.silence} />
                </td>
                <td className="om-when-due">{cell.submitted}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Scroll>
  )
}

function Cards({ items, label }: Props) {
  const { t } = useLang()
  const cells = useCells()
  return (
    <ul className="om-case-cards" aria-label={label}>
      {items.map((c) => {
        const cell = cells(c)
        return (
          <li key={c.id}>
            <div>
              <Standing item={c} />
              <span className="om-dim">{cell.due ? t('dueOn', { when: cell.due }) : cell.submitted}</span>
            </div>
            <strong>{cell.link}</strong>
            <span>
              {cell.matter} · {cell.step}
            </span>
            {cell.silence && <small>{cell.silence}</small>}
            <small className="om-dim">{c.number}</small>
          </li>
        )
      })}
    </ul>
  )
}
