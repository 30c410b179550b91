import { Link } from '@tanstack/react-router'
import { Tag } from 'antd'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'
import { useMatterHistory } from '../../app/queries'
import { instant } from '../../app/time'
import { Waiting } from '../../app/waiting'
import '../case.css'

type History = Schemas['MatterHistory']
type Line = History['lines'][number]

/** So many changes of a version are shown before the rest is folded. */
const mostShown = 6

/** What published versions changed of a matter, and of those it came from and became. */
export function MatterHistory({ id }: { id: string }) {
  const { t } = useLang()
  const query = useMatterHistory(id)
  const h = query.data
  return (
    <section className="om-panel" id="history">
      <header>
        <h2>{t('matterHistory')}</h2>
        <span className="om-dim">{t('matterHistoryLead')}</span>
      </header>
      <div className="om-body">
        {query.isError && <Failed error={query.error} retry={() => query.refetch()} />}
        {!query.isError && !h && <Waiting />}
        {h && (
          <>
            <Links word="cameFrom" list={h.predecessors} />
            <Links word="became" list={h.successors} />
            <ol className="om-history">
              {h.lines.map((l) => (
                <li key={`${l.hash} ${l.matter}`}>
                  <OneVersion line={l} of={h} />
                </li>
              ))}
            </ol>
            {h.earlier && <p className="om-dim">{t('historyEarlier')}</p>}
          </>
        )}
      </div>
    </section>
  )
}

function Links({ word, list }: { word: 'cameFrom' | 'became'; list: History['successors'] }) {
  const { t, tx } = useLang()
  if (list.length === 0) return null
  return (
    <p>
      {t(word)}
      {list.map((l) => (
        <Link key={l.matter} to="/catalog/matters/$id" params={{ id: l.matter }} className="om-linked">
          {tx(l.name)}
        </Link>
      ))}
    </p>
  )
}

function OneVersion({ line, of }: { line: Line; of: History }) {
  const { t, tx, lang } = useLang()
  const who = line.who && (of.people[line.who] ?? line.who)
  return (
    <>
      <div>
        <span className="om-code">
          {line.pack} {line.version}
        </span>{' '}
        {who && <strong>{who} </strong>}
        {t(`did_${line.step}`)}
        {line.matter !== of.matter && (
          <>
            {' '}
            <Tag>{tx(line.name)}</Tag>
          </>
        )}
      </div>
      <small className="om-dim">{instant(line.at, lang)}</small>
      {line.comment && <p>{line.comment}</p>}
      {line.acts.map((a) => (
        <div key={a.kind + tx(a.words)} className="om-act">
          <strong>{tx(a.words)}</strong>
          {[a.basis, a.reason].map(
            (why) =>
              why && (
                <small key={tx(why)} className="om-dim om-block">
                  {tx(why)}
                </small>
              ),
          )}
        </div>
      ))}
      <Changed list={line.changes.slice(0, mostShown)} />
      {line.changes.length > mostShown && (
        <details className="om-alternative">
          <summary>{t('andMore', { n: line.changes.length - mostShown })}</summary>
          <Changed list={line.changes.slice(mostShown)} />
        </details>
      )}
    </>
  )
}

function Changed({ list }: { list: Line['changes'] }) {
  const { t, tx } = useLang()
  if (list.length === 0) return null
  return (
    <ul className="om-changed">
      {list.map((c) => (
        <li key={`${c.path} ${c.kind}`}>
          {tx(c.words)} <code className="om-dim">{c.path}</code>{' '}
          {c.adopted && <Tag color="success">{t('adoptedFrom')}</Tag>}
        </li>
      ))}
    </ul>
  )
}
