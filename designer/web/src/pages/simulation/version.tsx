import { Empty, Select } from 'antd'
import { useId, useState } from 'react'
import { useLang } from '../../app/lang'
import { Waiting } from '../../app/waiting'
import type { Version } from '../versions/versions'
import { useSimulated, usual } from './address'
import { useVersionSimulation } from './queries'
import { Result } from './result'
import { Sizes } from './size'
import { Wrong } from './wrong'

/** A version's theme beside the release in force: the same cases in both. */
export function VersionSimulation({ version }: { version: Version }) {
  const { t, tx } = useLang()
  const { size = usual, assume, own, run } = useSimulated()
  const [theme, setTheme] = useState<string>()
  const select = useId()
  const query = useVersionSimulation(version.id || version.hash, version.revision, theme, size, assume)
  if (query.isError)
    return <Wrong error={query.error} retry={() => query.refetch()} reset={assume ? () => run(size, {}) : undefined} />
  if (!query.data) return <Waiting />
  const { themes, simulation } = query.data
  if (!simulation) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('simNoTheme')} />
  return (
    <div className="om-sim-body">
      {themes.length > 1 && (
        <div className="om-sim-tools">
          <div className="om-sim-tool">
            <label htmlFor={select}>{t('simTheme')}</label>
            <Select
              id={select}
              value={simulation.theme}
              options={themes.map((x) => ({ value: x.id, label: tx(x.name) }))}
              onChange={setTheme}
            />
          </div>
        </div>
      )}
      <Sizes size={size} busy={query.isFetching} run={(s) => run(s, own)} />
      <Result simulation={simulation} own={own} run={(a) => run(size, a)} />
    </div>
  )
}
