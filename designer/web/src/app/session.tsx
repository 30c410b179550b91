import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, need, type Schemas, setCSRF } from '../api/client'

export type Me = Schemas['Me']

/** Who is signed in; null for a stranger. */
export function useMe() {
  return useQuery({
    queryKey: ['me'],
    queryFn: async (): Promise<Me | null> => {
      const session = await need(api.GET('/api/v1/session'))
      setCSRF(session.csrf)
      return session.me ?? null
    },
    staleTime: 60_000,
  })
}

/** What one person saw is not the next one's. 'me' stays: the frame watches it, and would not notice another in its place. */
const forget = (client: QueryClient) => client.removeQueries({ predicate: (q) => q.queryKey[0] !== 'me' })

export function useSignIn() {
  const client = useQueryClient()
  return async (username: string, password: string) => {
    const me = await need(api.POST('/api/v1/session', { body: { username, password } }))
    setCSRF(me.csrf)
    forget(client)
    client.setQueryData(['me'], me)
    return me
  }
}

export function useSignOut() {
  const client = useQueryClient()
  return async () => {
    await api.DELETE('/api/v1/session')
    forget(client)
    client.setQueryData(['me'], null)
    await client.invalidateQueries({ queryKey: ['me'] }) // brings the stranger's token
  }
}

export const is = (me: Me | null | undefined, ...roles: string[]) => !!me && me.roles.some((r) => roles.includes(r))

const known = new Set(['citizen', 'designer', 'manager', 'verifier', 'administrator'])

/** Whether cases wait for this person: every role of a department but browsing and supervising, its own roles too. */
export const handles = (me: Me | null | undefined) => !!me && me.roles.some((r) => !known.has(r))
