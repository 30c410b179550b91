import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import type { Word } from '../../app/words'
import type { Names } from './names'

export interface NeedlessNames {
  department: (id: string) => string
  of: (by: string, id: string) => string
}

/** Names of what was asked by whom: departments that have no matter of their own are known by the organisations. */
export function useNeedlessNames(names: Names, organisations: Schemas['Organisation'][] | undefined): NeedlessNames {
  const { t, tx } = useLang()
  const department = (id: string) => tx(organisations?.find((o) => o.id === id)?.name) || names.department(id)
  return {
    department,
    of: (by, id) =>
      by === 'matter'
        ? names.matter(id)
        : by === 'reason'
          ? t(`needlessReason_${id}` as Word)
          : by === 'month'
            ? id
            : department(id),
  }
}

/** A bar as long as its share of the most, parted into confirmed and could be. */
export function Share({ times, confirmed, most }: { times: number; confirmed: number; most: number }) {
  const part = (n: number) => `${(n / most) * 100}%`
  return (
    <span className="om-share">
      {confirmed > 0 && <b style={{ width: part(confirmed) }} />}
      {times > confirmed && <i style={{ width: part(times - confirmed) }} />}
    </span>
  )
}
