import { useLang } from '../app/lang'
import { instant } from '../app/time'
import type { Word } from '../app/words'
import type { CaseData } from './case'

const words: Record<string, Word> = {
  'case.submitted': 'ev_submitted',
  'case.started': 'ev_started',
  'case.moved': 'ev_moved',
  'case.withdrawn': 'ev_withdrawn',
  'task.claimed': 'ev_claimed',
  'task.released': 'ev_released',
  'task.transferred': 'ev_transferred',
  'task.delegated': 'ev_delegated',
  'task.taken_back': 'ev_taken_back',
  'result.issued': 'ev_issued',
  'case.ended': 'ev_ended',
  'clock.light': 'ev_light',
  'file.added': 'ev_file',
  'case.migrated': 'ev_migrated',
  'case.restored': 'ev_restored',
}

/** What happened, newest first. */
export function History({ data }: { data: CaseData }) {
  const { t, tx, lang } = useLang()
  const list = [...data.history].reverse()
  return (
    <section className="om-panel">
      <header>
        <h2>{t('history')}</h2>
      </header>
      <div className="om-body">
        <ol className="om-history">
          {list.map((h) => (
            <li key={h.id}>
              <div>
                <strong>
                  {tx(h.action) || t(h.kind === 'return' ? 'ev_returned' : (words[h.type] ?? 'ev_moved'))}
                </strong>
                {h.about && h.about !== h.actor && <span className="om-dim"> → {h.about}</span>}
                {h.from && h.to && (
                  <span className="om-dim">
                    {' '}
                    {tx(h.from)} → {tx(h.to)}
                  </span>
                )}
              </div>
              <div className="om-dim">
                {instant(h.at, lang)}
                {h.actor && ` · ${h.behalf ? t('behalfOf', { actor: h.actor, holder: h.behalf }) : h.actor}`}
              </div>
              {h.silence && <div>{t('silentDone', { basis: tx(h.silence.basis) })}</div>}
              {h.note && <blockquote>{h.note}</blockquote>}
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}
