import { Navigate } from '@tanstack/react-router'
import { handles, is, useMe } from '../app/session'

/** Everyone starts where their work is. */
export function Home() {
  const { data: me } = useMe()
  if (handles(me)) return <Navigate to="/worklist" replace />
  if (is(me, 'manager', 'administrator')) return <Navigate to="/dashboard" replace />
  if (is(me, 'verifier')) return <Navigate to="/identities" replace />
  return <Navigate to="/catalog/themes" replace />
}
