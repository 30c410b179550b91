import { ApiError } from '../../api/client'
import type { useLang } from '../../app/lang'

type Lang = ReturnType<typeof useLang>

/** What a refusal says, a line each. */
export function refusals(err: unknown, { t, tx }: Pick<Lang, 't' | 'tx'>): string[] {
  if (!(err instanceof ApiError) || err.status === 0) return [t('offline')]
  if (err.problem?.code === 'conflict') return [t('dutyStale')]
  const words = (err.problem?.errors ?? []).slice(0, 8).map((p) => tx(p.message))
  return words.length > 0 ? words : [t('failed')]
}
