import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Scroll } from '../../app/scroll'

/** Materials that leave the citizen's list while something else proves the same, and those that staff keep on it. */
export function Merges({ theme }: { theme: Schemas['Theme'] }) {
  const { t, tx } = useLang()
  if (theme.merges.length === 0) return null
  const matter = (id: string) => tx(theme.matters.find((m) => m.matter === id)?.name) || id
  return (
    <section className="om-panel">
      <header>
        <h2>{t('merges')}</h2>
        <span className="om-dim">{t('mergesLead')}</span>
      </header>
      <Scroll label={t('merges')}>
        <table className="om-table om-wide">
          <thead>
            <tr>
              <th scope="col">{t('mergeMaterial')}</th>
              <th scope="col">{t('mergeWantedBy')}</th>
              <th scope="col">{t('mergeProvenBy')}</th>
              <th scope="col">{t('mergeList')}</th>
            </tr>
          </thead>
          <tbody>
            {theme.merges.map((m) => (
              <tr key={m.id}>
                <th scope="row">{tx(m.name)}</th>
                <td>{m.matters.map(matter).join(t('comma'))}</td>
                <td>
                  {[
                    ...m.standIns.map((n) => tx(n.name)),
                    ...m.results.map((y) => t('mergeResult', { matter: tx(y.name) })),
                  ].join(t('comma')) || '—'}
                </td>
                <td>
                  {!m.kept ? t('mergeLeaves') : m.reason ? t('mergeKeptWhy', { why: tx(m.reason) }) : t('mergeKept')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}
