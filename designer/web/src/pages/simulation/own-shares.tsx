import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { type Assume, percents, shareOf, typedPercents } from './assume'
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
  const share = (a: Question['answers'][number]) => (own ? (own[a.answer] ?? 0) : a.share)
  const sum = percents(q.answers.reduce((n, a) => n + share(a), 0))
  // Of two answers the other one follows what can be.
  const put = (answer: string, n: number) =>
    change(
      Object.fromEntries(
        q.answers.map((a) => {
          const other = q.answers.length === 2 && a.answer !== answer && n >= 0 && n <= 1
          return [a.answer, a.answer === answer ? n : other ? Math.round((1 - n) * 1e8) / 1e8 : share(a)]
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
          at={`shares/${q.question}/${a.answer}`}
          label={`${tx(a.label)} %`}
          value={own ? typedPercents(share(a)) : percents(a.share)}
          note={typeof a.theme !== 'number' ? undefined : t('simShareTheme', { n: percents(a.theme) })}
          change={(n) => put(a.answer, shareOf(n))}
        />
      ))}
      {sum !== 100 && !Number.isNaN(sum) && <span className="om-sim-late">{t('simShareSum', { n: sum })}</span>}
      {origin && <small className="om-dim om-sim-origin">{t('simShareOrigin', { origin })}</small>}
    </fieldset>
  )
}
