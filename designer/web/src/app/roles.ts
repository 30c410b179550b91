import { useCallback } from 'react'
import { useLang } from './lang'
import { type Word, words } from './words'

/** Names a role; a department's own roles carry their own names. */
export function useRoles(): (role: string) => string {
  const { t } = useLang()
  return useCallback(
    (role: string) => {
      const word = `role_${role}`
      return word in words ? t(word as Word) : role
    },
    [t],
  )
}
