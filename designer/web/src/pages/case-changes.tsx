import type { Schemas } from '../api/client'
import { useLang } from '../app/lang'
import type { Word } from '../app/words'
import type { CaseData } from './case'
import { rowLabel, type Tx } from './case-answers'

type Change = Schemas['HistoryChange']

/** More than these fold away. */
const most = 12

/** What the answer to a correction changed; first what nobody asked for. */
export function Changes({ entry }: { entry: CaseData['history'][number] }) {
  const { t } = useLang()
  const list = entry.changes ?? []
  const kinds: [Word, Change[]][] = [
    ['unasked', list.filter((c) => c.unasked && !c.follows)],
    ['unaskedFollows', list.filter((c) => c.unasked && c.follows)],
    ['askedFor', list.filter((c) => !c.unasked)],
  ]
  if (list.length === 0) return null
  return (
    <dl className="om-changes">
      {kinds
        .filter(([, of]) => of.length > 0)
        .map(([word, of]) => (
          <div key={word} className={word === 'askedFor' ? undefined : 'om-unasked'}>
            <dt>{t(word)}</dt>
            <dd>
              <Names of={of.slice(0, most)} />
              {of.length > most && (
                <details>
                  <summary>{t('andMore', { n: of.length - most })}</summary>
                  <Names of={of.slice(most)} />
                </details>
              )}
            </dd>
          </div>
        ))}
      {entry.moreChanges ? <div className="om-dim">{t('notListed', { n: entry.moreChanges })}</div> : null}
    </dl>
  )
}

function Names({ of }: { of: Change[] }) {
  const { t, tx } = useLang()
  return (
    <ul>
      {of.map((c) => (
        <li key={`${c.path ?? ''} ${c.material ?? ''}`}>{nameOf(c, t, tx)}</li>
      ))}
    </ul>
  )
}

/** "Employee 2 · Job title", "Mother · Date of birth", of a repeat or a document what of it is new. */
function nameOf(c: Change, t: ReturnType<typeof useLang>['t'], tx: Tx): string {
  const label = tx(c.label)
  if (c.material) return t('newFiles', { material: label })
  if (c.group) return c.rows ? rowLabel(c, tx) + label : `${tx(c.group)} · ${label}`
  return rowLabel(c, tx) + (label === c.path ? label : t('otherRows', { label }))
}
