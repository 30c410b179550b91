import { useLang } from '../../app/lang'
import { Waiting } from '../../app/waiting'
import { useSimulated, usual } from './address'
import { useSimulation } from './queries'
import { Result } from './result'
import { Sizes } from './size'
import { Wrong } from './wrong'

/** Synthetic cases of a theme in force, run when asked for. */
export function ThemeSimulation({ id }: { id: string }) {
  const { t } = useLang()
  const { size, assume, own, run } = useSimulated()
  const query = useSimulation(id, size, assume)
  return (
    <section className="om-panel" aria-label={t('simulation')}>
      <header className="om-wraps">
        <h2>{t('simulation')}</h2>
        <span className="om-dim">{t('simulationLead')}</span>
      </header>
      <div className="om-body om-sim-body">
        <Sizes size={size} busy={query.isFetching} run={(s) => run(s, own)} />
        {query.isError && (
          <Wrong
            error={query.error}
            retry={() => query.refetch()}
            reset={assume ? () => run(size ?? usual, {}) : undefined}
          />
        )}
        {size && query.isPending && !query.isError && <Waiting />}
        {query.data && <Result simulation={query.data} own={own} run={(a) => run(size ?? usual, a)} />}
      </div>
    </section>
  )
}
