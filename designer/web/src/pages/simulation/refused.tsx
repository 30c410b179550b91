import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { percent } from '../../app/time'

/** Where the form did not accept what was filled in, and why. */
export function Refused({ refused: r }: { refused: Schemas['CatalogSimulatedRefused'] }) {
  const { t, tx } = useLang()
  const more = r.situations - r.where.length
  return (
    <div className="om-sim-refused">
      {r.situations > 0 && (
        <>
          <p>{t('simNowhere', { n: r.situations })}</p>
          <ul>
            {r.where.map((w) => (
              <li key={tx(w.situation)}>
                <strong>{tx(w.situation)}</strong>{' '}
                <span className="om-dim om-small">
                  {t('simTried', { share: percent(w.share), n: w.tried })}
                  {w.own > 0 && ` · ${t('simOwnTake', { n: w.own })}`}
                </span>
                <Reasons reasons={w.reasons} />
                {w.more > 0 && <p className="om-dim om-small">{t('simMoreReasons', { n: w.more })}</p>}
              </li>
            ))}
          </ul>
          {more > 0 && <p className="om-dim om-small">{t('simMoreSituations', { n: more })}</p>}
        </>
      )}
      {r.refused > 0 && (
        <>
          <p>{t('simElsewhere', { n: r.refused, of: r.tried })}</p>
          <Reasons reasons={r.reasons ?? []} />
        </>
      )}
      {r.unsaid > 0 && <p className="om-dim om-small">{t('simUnsaid', { n: r.unsaid })}</p>}
    </div>
  )
}

function Reasons({ reasons }: { reasons: Schemas['CatalogSimulatedReason'][] }) {
  const { t, tx } = useLang()
  return (
    <ol>
      {reasons.map((r) => (
        <li key={r.path + tx(r.problem)}>
          <span className="om-dim">{tx(r.label)}</span> {tx(r.problem)}{' '}
          <span className="om-dim om-small">
            {t('simFilings', { n: r.count })}
            {r.matters.length > 0 && ` · ${r.matters.map((m) => tx(m)).join(t('comma'))}`}
          </span>
          {r.rule && <code className="om-code om-block">{r.rule}</code>}
        </li>
      ))}
    </ol>
  )
}
