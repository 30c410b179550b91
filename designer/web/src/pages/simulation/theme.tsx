import { useState } from 'react'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'
import { Waiting } from '../../app/waiting'
import { type Size, useSimulation } from './queries'
import { Result } from './result'
import { Sizes } from './size'

/** Synthetic cases of a theme in force, run when asked for. */
export function ThemeSimulation({ id }: { id: string }) {
  const { t } = useLang()
  const [size, setSize] = useState<Size>()
  const query = useSimulation(id, size)
  return (
    <section className="om-panel" aria-label={t('simulation')}>
      <header className="om-wraps">
        <h2>{t('simulation')}</h2>
        <span className="om-dim">{t('simulationLead')}</span>
      </header>
      <div className="om-body om-sim-body">
        <Sizes size={size} busy={query.isFetching} run={setSize} />
        {query.isError && <Failed error={query.error} retry={() => query.refetch()} />}
        {size && query.isPending && !query.isError && <Waiting />}
        {query.data && <Result simulation={query.data} />}
      </div>
    </section>
  )
}
