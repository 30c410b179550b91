import { useLang } from '../../app/lang'
import '../versions/versions.css'
import type { DutyState } from './queries'

const colours: Record<DutyState, 'grey' | 'primary' | 'success' | 'warning' | 'danger'> = {
  proposed: 'primary',
  returned: 'warning',
  disputed: 'danger',
  assigned: 'primary',
  confirmed: 'success',
  withdrawn: 'grey',
  ended: 'grey',
}

/** Where a responsibility stands: a word in a shape. */
export function StatePill({ state }: { state: DutyState }) {
  const { t } = useLang()
  return <span className={`om-pill om-pill-${colours[state]}`}>{t(`dutyState_${state}`)}</span>
}
