import type { Schemas } from '../api/client'
import { useLang } from '../app/lang'
import { instant } from '../app/time'

type Decision = Schemas['SilentDecision']

/** What silence makes of a case, and when: one sentence. */
export function useSilence() {
  const { t, tx, lang } = useLang()
  return (s: Decision) => {
    const good = s.kind === 'approve' || s.kind === 'deliver'
    const verdict = good
      ? t('silentGranted')
      : s.kind === 'refuse'
        ? t('silentRefused')
        : t('silentForward', { target: tx(s.target.name) })
    return t('silentOn', { when: instant(s.at, lang), verdict })
  }
}

/** The same with the law behind it. */
export function Silence({ decision }: { decision: Decision }) {
  const { t, tx } = useLang()
  const sentence = useSilence()
  return (
    <p className="om-silence">
      <strong>{sentence(decision)}</strong>
      <span className="om-dim">{t('silentBasis', { basis: tx(decision.basis) })}</span>
    </p>
  )
}
