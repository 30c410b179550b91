import { useQuery, useQueryClient } from '@tanstack/react-query'
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

export function useSignIn() {
  const client = useQueryClient()
  return async (username: string, password: string) => {
    const me = await need(api.POST('/api/v1/session', { body: { username, password } }))
    setCSRF(me.csrf)
    client.clear()
    client.setQueryData(['me'], me)
    return me
  }
}

export function useSignOut() {
  const client = useQueryClient()
  return async () => {
    await api.DELETE('/api/v1/session')
    client.clear()
    await client.invalidateQueries({ queryKey: ['me'] })
  }
}

export const is = (me: Me | null | undefined, ...roles: string[]) => !!me && me.roles.some((r) => roles.includes(r))
