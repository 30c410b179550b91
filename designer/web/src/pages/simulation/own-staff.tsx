import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import type { Assume } from './assume'
import { Figure } from './own-figure'

/** The people of each department, and the minutes that a task takes: nobody is assumed before somebody says. */
export function OwnStaff({
  load,
  own,
  change,
}: {
  load: Schemas['CatalogSimulatedDepartment'][]
  own: Assume
  change: (a: Assume) => void
}) {
  const { t, tx } = useLang()
  const { staff = {}, work, ...rest } = own
  const people = (department: string, n: number | undefined) => {
    const { [department]: _, ...others } = staff
    change({ ...own, staff: n === undefined ? others : { ...others, [department]: n } })
  }
  return (
    <fieldset>
      <legend>{t('simOwnStaff')}</legend>
      {load
        .filter((d) => d.department !== '*')
        .map((d) => (
          <Figure
            key={d.department}
            at={`staff/${d.department}`}
            label={tx(d.name)}
            value={staff[d.department]}
            change={(n) => people(d.department, n)}
          />
        ))}
      <Figure
        at="work"
        label={t('simOwnWork')}
        value={work}
        change={(n) => change(n === undefined ? { ...rest, staff } : { ...rest, staff, work: n })}
      />
    </fieldset>
  )
}
