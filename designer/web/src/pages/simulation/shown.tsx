import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { percent } from '../../app/time'

/** What citizens rarely or never meet. */
export function Shown({ shown }: { shown: Schemas['CatalogSimulatedShown'][] }) {
  const { t, tx } = useLang()
  const spared = shown.filter((e) => e.verdict === 'spared').length
  const list = shown.flatMap((e) =>
    e.verdict === 'shown' || e.verdict === 'spared' ? [] : [{ ...e, verdict: e.verdict }],
  )
  return (
    <div className="om-body">
      {list.length === 0 && <p className="om-sim-lone">{t('simAllShown')}</p>}
      <ul className="om-sim-shown">
        {list.map((e) => (
          <li key={e.kind + e.id}>
            <span className="om-dim">{t(`sim_${e.kind}`)}</span>
            <span>{tx(e.name)}</span>
            <span className={e.verdict === 'never' ? 'om-sim-late' : 'om-dim'}>
              {t(`sim_${e.verdict}`)}
              {e.verdict === 'rare' && ` ${percent(e.share)}`}
            </span>
          </li>
        ))}
      </ul>
      {spared > 0 && <p className="om-dim om-small om-sim-lone">{t('simSpared', { n: spared })}</p>}
    </div>
  )
}
