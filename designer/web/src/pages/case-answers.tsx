import { Empty } from 'antd'
import type { Schemas } from '../api/client'
import { useLang } from '../app/lang'
import { instant } from '../app/time'
import type { Word } from '../app/words'
import type { CaseData } from './case'

/** Only this matter's answers, topic by topic. */
export function Answers({ data }: { data: CaseData }) {
  const { t, tx, lang } = useLang()
  const sections = new Map<string, CaseData['answers']>()
  for (const a of data.answers) {
    const title = tx(a.section)
    sections.set(title, [...(sections.get(title) ?? []), a])
  }
  if (data.answers.length === 0 && data.children.length > 0) return null
  return (
    <section className="om-panel">
      <header>
        <h2>{t('answers')}</h2>
        {data.matter && <span className="om-dim">{t('answersLead')}</span>}
      </header>
      <div className="om-body om-answers">
        {sections.size === 0 && <Empty description={t('noAnswers')} image={Empty.PRESENTED_IMAGE_SIMPLE} />}
        {[...sections].map(([title, list]) => (
          <div key={title}>
            <h3>{title}</h3>
            <dl>
              {list.map((a) => (
                <div key={a.path}>
                  <dt>{rowLabel(a, tx) + tx(a.label)}</dt>
                  <dd>
                    {a.files
                      ? a.files.map((f) => (
                          <div key={f.id}>
                            <a href={`/api/v1/files/${f.id}/content`} target="_blank" rel="noreferrer">
                              {f.name}
                            </a>{' '}
                            <span className="om-dim">{size(f.size)}</span>
                          </div>
                        ))
                      : tx(a.text)}
                    {a.strokes && <Drawn strokes={a.strokes} label={tx(a.label)} />}
                    {a.earlier && (
                      <div className="om-dim">{t('takenOver', { when: instant(a.earlier.submitted, lang) })}</div>
                    )}
                    {a.result && <div className="om-dim">{t('resultOf', { matter: tx(a.result.name) })}</div>}
                    <CopyOf of={data.answers.find((one) => one.path === a.copyOf)} />
                    {a.computed && <ComputedFrom of={a.computedFrom ?? []} />}
                    {a.changed && (
                      <div className={a.changed.unasked && !a.changed.follows ? 'om-light-yellow' : 'om-dim'}>
                        {t(a.changed.rows ? 'changedRows' : 'changed', { when: instant(a.changed.at, lang, false) })}
                        {a.changed.unasked && ` · ${t(a.changed.follows ? 'unaskedFollows' : 'unasked')}`}
                      </div>
                    )}
                    {a.elsewhere && (
                      <div className="om-light-yellow">
                        {t('correctedElsewhere', {
                          matter: tx(a.elsewhere.matter.name),
                          when: instant(a.elsewhere.at, lang, false),
                        })}
                      </div>
                    )}
                    {a.given && (
                      <div className="om-dim">
                        {t('givenBy', {
                          department: tx(a.given.department.name),
                          source: tx(a.given.source),
                          when: instant(a.given.at, lang),
                        })}
                      </div>
                    )}
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        ))}
      </div>
    </section>
  )
}

/** Of a copy, whose answer it is and is corrected with. */
function CopyOf({ of }: { of?: CaseData['answers'][number] }) {
  const { t, tx } = useLang()
  return of && <div className="om-dim">{t('copyOf', { group: tx(of.group), label: tx(of.label) })}</div>
}

/** Of a computed one, what it is computed from: a correction asks for that. */
function ComputedFrom({ of }: { of: Schemas['AnswerName'][] }) {
  const { t, tx } = useLang()
  return (
    <div className="om-dim">{of.length > 0 ? t('computedFrom', { answers: named(of, t, tx) }) : t('workedOut')}</div>
  )
}

/** Names answers and whose they are, one in several rows once. */
export function named(of: Schemas['AnswerName'][], t: ReturnType<typeof useLang>['t'], tx: Tx): string {
  const name = (a: Schemas['AnswerName']) =>
    t(a.group ? 'answerOf' : 'rowsOf', { group: tx(a.group), label: tx(a.label) })
  return [...new Set(of.map(name))].join(t('comma'))
}

export type Tx = ReturnType<typeof useLang>['tx']

/** Which row of which repeat: "Family member 1 · Certificate 2 · ". */
export function rowLabel(a: Pick<CaseData['answers'][number], 'rows'>, tx: Tx): string {
  return (a.rows ?? []).map((r) => `${tx(r.label)} ${r.index + 1} · `).join('')
}

/** A signature as it was drawn: strokes in a box 1000 by 300. */
function Drawn({ strokes, label }: { strokes: number[][]; label: string }) {
  const d = strokes
    .map(
      (s) => s.map((n, i) => (i === 0 ? `M${n}` : i % 2 ? ` ${n}` : `L${n}`)).join('') + (s.length === 2 ? 'l1 0' : ''),
    )
    .join('')
  return (
    <svg className="om-drawn" viewBox="0 0 1000 300" role="img" aria-label={label}>
      <path d={d} fill="none" stroke="currentColor" strokeWidth="6" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}

export function Materials({ data }: { data: CaseData }) {
  const { t, tx } = useLang()
  if (data.materials.length === 0) return null
  const wanted = data.status === 'asking' ? (data.correction?.materials ?? []) : []
  return (
    <section className="om-panel">
      <header>
        <h2>{t('materials')}</h2>
      </header>
      <div className="om-body">
        <ul className="om-files">
          {data.materials.map((m) => (
            <li key={m.id}>
              <strong>{tx(m.labels[0]) || tx(m.name)}</strong>
              <span className="om-dim">{t(standing(m, wanted))}</span>
              {!m.asked && m.reason && (m.proven || !m.document) && <small className="om-dim">{tx(m.reason)}</small>}
              {m.document && <Issued document={m.document} />}
              {m.files && m.files.length > 0 && (
                <ul>
                  {m.files.map((f) => (
                    <li key={f.id}>
                      <a href={`/api/v1/files/${f.id}/content`} target="_blank" rel="noreferrer">
                        {f.name}
                      </a>{' '}
                      <span className="om-dim">{size(f.size)}</span>
                    </li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}

/** Where a document stands, as a word. What a correction asks for is awaited, whatever is here or served before. */
function standing(m: CaseData['materials'][number], wanted: string[]): Word {
  if (wanted.includes(m.id)) return 'askedAgain'
  if (!m.asked) return m.proven ? 'provenOtherwise' : m.document ? 'issuedElectronically' : 'notAsked'
  if (m.files?.length) return 'handedIn'
  return m.required === 'yes' ? 'missing' : 'notNeeded'
}

/** An electronic document that a source department gave: what it says, whose it is, and the way to it. */
function Issued({ document: d }: { document: NonNullable<CaseData['materials'][number]['document']> }) {
  const { t, tx, lang } = useLang()
  return (
    <dl className="om-issued">
      <div>
        <dt>{t('documentNumber')}</dt>
        <dd>{d.number}</dd>
      </div>
      {d.issued && (
        <div>
          <dt>{t('documentIssued')}</dt>
          <dd>{d.issued}</dd>
        </div>
      )}
      {d.expires && (
        <div>
          <dt>{t('documentExpires')}</dt>
          <dd className={d.expired ? 'om-light-red om-strong' : undefined}>
            {d.expires}
            {d.expired && ` · ${t('documentExpired')}`}
          </dd>
        </div>
      )}
      {d.url && (
        <div>
          <dt>{t('documentAt')}</dt>
          <dd>
            {/* Kept by its issuer: the link says where it leads, and takes nothing along. */}
            <a href={d.url} target="_blank" rel="noopener noreferrer">
              {t('documentOpen', { host: hostOf(d.url) })}
            </a>
          </dd>
        </div>
      )}
      <div className="om-dim">
        {t('givenBy', {
          department: tx(d.given.department.name),
          source: tx(d.given.source),
          when: instant(d.given.at, lang),
        })}
      </div>
    </dl>
  )
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}

export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(0)} kB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
