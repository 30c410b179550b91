import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { type Assume, percents } from './assume'
import { Figure } from './own-figure'

type Question = Schemas['CatalogAssumedShares']

/** How the guide's questions are answered: filled in with what was assumed, the theme's figures at first. */
export function OwnShares({
  questions,
  shares,
  change,
}: {
  questions: Question[]
  shares: NonNullable<Assume['shares']>
  change: (s: NonNullable<Assume['shares']>) => void
}) {
  const { t, tx } = useLang()
  if (questions.length === 0) return null
  const origins = [...new Set(questions.map((q) => tx(q.origin)).filter(Boolean))]
  const lone = origins.length === 1
  return (
    <details className="om-sim-shares" open={Object.keys(shares).length > 0}>
      <summary>{t('simOwnShares')}</summary>
      <div className="om-sim-questions">
        {questions.map((q) => (
          <Shares
            key={q.question}
            question={q}
            own={shares[q.question]}
            change={(own) => change({ ...shares, [q.question]: own })}
            origin={lone ? '' : tx(q.origin)}
          />
        ))}
      </div>
      {lone && <p className="om-dim om-small">{t('simShareOrigin', { origin: origins[0] ?? '' })}</p>}
    </details>
  )
}

function Shares({
  question: q,
  own,
  origin,
  change,
}: {
  question: Question
  own: Record<string, number> | undefined
  origin: string
  change: (own: Record<string, number>) => void
}) {
  const { t, tx } = useLang()
  const share = (a: Question['answers'][number]) => percents(own ? (own[a.answer] ?? 0) : a.share)
  const sum = Math.round(q.answers.reduce((n, a) => n + share(a), 0) * 10) / 10
  // Of two answers the other one follows.
  const put = (answer: string, n: number) =>
    change(
      Object.fromEntries(
        q.answers.map((a) => {
          const other = q.answers.length === 2 && a.answer !== answer
          const percent = a.answer === answer ? n : other ? 100 - n : share(a)
          return [a.answer, Math.round(percent * 10) / 1000]
        }),
      ),
    )
  return (
    <fieldset>
      <legend>
        {tx(q.text)} <small className="om-dim">{t(`simShares_${own ? 'given' : q.source}`)}</small>
      </legend>
      {q.answers.map((a) => (
        <Figure
          key={a.answer}
          label={`${tx(a.label)} %`}
          value={share(a)}
          most={100}
          note={typeof a.theme !== 'number' ? undefined : t('simShareTheme', { n: percents(a.theme) })}
          change={(n) => put(a.answer, n ?? 0)}
        />
      ))}
      {sum !== 100 && <span className="om-sim-late">{t('simShareSum', { n: sum })}</span>}
      {origin && <small className="om-dim om-sim-origin">{t('simShareOrigin', { origin })}</small>}
    </fieldset>
  )
}
