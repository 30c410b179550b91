import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Schemas } from '../api/client'
import { useLang } from '../app/lang'
import { useMedia } from '../app/media'
import { Scroll } from '../app/scroll'
import { instant } from '../app/time'
import { useSilence } from './case-silence'
import { Standing } from './case-standing'

/** A row of a worklist, or of any list of cases. */
export type Row = Schemas['CaseHead'] & Partial<Pick<Schemas['WorkItem'], 'holder' | 'wanted'>>

/** A case may be in a worklist twice: for its step, and for what is asked beside it. */
export const rowKey = (c: Row) => c.wanted?.task ?? c.id

/** Only the work of a step that nobody has in hand is claimed. */
export const claimable = (c: Row) => !c.wanted && !c.holder && c.status === 'running'

interface Props {
  items: Row[]
  /** The row the keyboard is at. */
  current: number
  point: (row: number) => void
  open: (item: Row) => void
  label: string
  /** Keys of the rows that are chosen; absent where nothing is chosen from. */
  chosen?: string[]
  choose: (keys: string[]) => void
}

/** Cases as a table, or on a phone as one card under another. */
export function CaseRows(props: Props) {
  const narrow = useMedia('(max-width: 760px)')
  return narrow ? <Cards {...props} /> : <Rows {...props} />
}

function useCells() {
  const { t, tx, lang } = useLang()
  const silence = useSilence()
  return (c: Row) => ({
    inHand: c.holder?.behalf
      ? t('youFor', { name: c.holder.behalf })
      : c.holder
        ? (c.holder.deputy?.name ?? c.holder.name)
        : '',
    link: (
      <Link to="/cases/$id" params={{ id: c.id }} onClick={(e) => e.stopPropagation()}>
        {c.title || c.number}
      </Link>
    ),
    matter: tx(c.matterName) || tx(c.themeName),
    theme: c.matterName && c.themeName ? tx(c.themeName) : '',
    wanted: c.wanted ? t(`kind_${c.wanted.kind}`) : '',
    question: c.wanted?.about
      ? [tx(c.wanted.about), instant(c.wanted.at ?? undefined, lang)].filter(Boolean).join(' · ')
      : (c.wanted?.question ?? ''),
    step: c.status === 'ended' ? t('status_ended') : tx(c.stateName) || (c.status ? t(`status_${c.status}`) : ''),
    due: c.due && c.status !== 'ended' ? instant(c.due, lang) : '',
    account:
      !c.wanted && c.due && c.status === 'running' && (c.light === 'red' || c.light === 'yellow') ? (
        <Link
          to="/cases/$id/clocks"
          params={{ id: c.id }}
          onClick={(e) => e.stopPropagation()}
          aria-label={`${t('whyDue')} ${t('accountTitle')} ${c.number}`}
        >
          {t('whyDue')}
        </Link>
      ) : null,
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

/** Chooses a row that can be claimed. */
function Choice({ item, name, chosen, choose }: { item: Row; name: string } & Pick<Props, 'chosen' | 'choose'>) {
  const { t } = useLang()
  if (!chosen || !claimable(item)) return null
  const on = chosen.includes(rowKey(item))
  return (
    <input
      type="checkbox"
      className="om-choice"
      aria-label={`${t('choose')} ${name}`}
      checked={on}
      onClick={(e) => e.stopPropagation()}
      onChange={() => choose(on ? chosen.filter((k) => k !== rowKey(item)) : [...chosen, rowKey(item)])}
    />
  )
}

function Rows({ items, current, point, open, label, chosen, choose }: Props) {
  const { t } = useLang()
  const cells = useCells()
  return (
    <Scroll label={label}>
      <table className="om-table om-wide om-cases">
        <thead>
          <tr>
            {chosen && <th scope="col">{t('choose')}</th>}
            <th scope="col">{t('light')}</th>
            <th scope="col">{t('case')}</th>
            <th scope="col">{t('matter')}</th>
            <th scope="col">{t('step')}</th>
            {chosen && <th scope="col">{t('inHand')}</th>}
            <th scope="col">{t('due')}</th>
            <th scope="col">{t('submitted')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((c, i) => {
            const cell = cells(c)
            return (
              <tr
                key={rowKey(c)}
                className={i === current ? 'om-row om-current' : 'om-row'}
                onClick={() => open(c)}
                onMouseEnter={() => point(i)}
              >
                {chosen && (
                  <td>
                    <Choice item={c} name={c.number} chosen={chosen} choose={choose} />
                  </td>
                )}
                <td>
                  <Standing item={c} />
                </td>
                <td className="om-case-cell">
                  <Two first={cell.link} second={c.number} />
                </td>
                <td>
                  <Two first={cell.matter} second={cell.theme} />
                </td>
                <td>
                  {cell.wanted ? (
                    <Two first={<strong>{cell.wanted}</strong>} second={cell.question || cell.step} />
                  ) : (
                    cell.step
                  )}
                </td>
                {chosen && <td>{cell.inHand || <span className="om-dim">—</span>}</td>}
                <td className="om-when-due">
                  <Two
                    first={
                      <>
                        {cell.due || <span className="om-dim">—</span>} {cell.account}
                      </>
                    }
                    second={cell.silence}
                  />
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

function Cards({ items, label, chosen, choose }: Props) {
  const { t } = useLang()
  const cells = useCells()
  return (
    <ul className="om-case-cards" aria-label={label}>
      {items.map((c) => {
        const cell = cells(c)
        return (
          <li key={rowKey(c)}>
            <div>
              <Choice item={c} name={c.number} chosen={chosen} choose={choose} />
              <Standing item={c} />
              <span className="om-dim">
                {cell.due ? t('dueOn', { when: cell.due }) : cell.submitted} {cell.account}
              </span>
            </div>
            <strong>{cell.link}</strong>
            <span>
              {cell.matter} · {cell.wanted ? <strong>{cell.wanted}</strong> : cell.step}
            </span>
            {cell.silence && <small>{cell.silence}</small>}
            {cell.question && <span>{cell.question}</span>}
            <small className="om-dim">
              {c.number}
              {cell.inHand && ` · ${c.holder?.behalf ? cell.inHand : t('inHandOf', { name: cell.inHand })}`}
            </small>
          </li>
        )
      })}
    </ul>
  )
}
