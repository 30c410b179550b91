import { useLang } from '../app/lang'
import { instant } from '../app/time'
import type { Word } from '../app/words'
import type { CaseData } from './case'
import { Changes } from './case-changes'

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
  'notice.sent': 'ev_notice',
  'clock.light': 'ev_light',
  'clock.extended': 'ev_extended',
  'file.added': 'ev_file',
  'sign.given': 'ev_signed',
  'sign.voided': 'ev_sign_voided',
  'opinion.asked': 'ev_opinion_asked',
  'opinion.given': 'ev_opinion_given',
  'opinion.revoked': 'ev_opinion_revoked',
  'opinion.lapsed': 'ev_opinion_lapsed',
  'visit.joined': 'ev_visit_joined',
  'visit.left': 'ev_visit_left',
  'visit.asked': 'ev_visit_asked',
  'visit.arranged': 'ev_visit_arranged',
  'visit.moved': 'ev_visit_moved',
  'visit.cancelled': 'ev_visit_cancelled',
  'visit.held': 'ev_visit_held',
  'visit.recorded': 'ev_visit_recorded',
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
                  {tx(h.action) ||
                    t(
                      h.asked?.silent
                        ? 'ev_opinion_silent'
                        : h.kind === 'return'
                          ? 'ev_returned'
                          : (words[h.type] ?? 'ev_moved'),
                    )}
                </strong>
                {h.about && h.about !== h.actor && <span className="om-dim"> → {h.about}</span>}
                {h.asked && (
                  <span>
                    {' '}
                    {tx(h.asked.department.name) || h.asked.department.id}
                    {h.asked.answer && ` · ${t(h.asked.answer)}`}
                  </span>
                )}
                {h.visit && (
                  <span>
                    {' '}
                    {tx(h.visit.matter ?? h.visit.name)}
                    {!h.visit.matter && h.visit.at && ` · ${instant(h.visit.at, lang)}`}
                  </span>
                )}
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
              <Changes entry={h} />
              {h.extended && <div>{t('extendedBy', { days: h.extended.days, basis: tx(h.extended.basis) })}</div>}
              {h.silence && <div>{t('silentDone', { basis: tx(h.silence.basis) })}</div>}
              {h.asked?.question && h.type === 'opinion.asked' && <blockquote>{h.asked.question}</blockquote>}
              {h.visit?.cause && <div>{t(`visit_cause_${h.visit.cause}`)}</div>}
              {h.note && <blockquote>{h.note}</blockquote>}
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}
