import { useQuery } from '@tanstack/react-query'
import { api, need } from '../../api/client'

/** How much is simulated. */
export type Size = { cases: number; perDay: number }

/** Cases are run once a day for the same question: what was answered stays. */
const still = { staleTime: 10 * 60_000, retry: false } as const

export const useSimulation = (id: string, size: Size | undefined, assume: string | undefined) =>
  useQuery({
    queryKey: ['simulation', id, size, assume],
    enabled: !!size,
    queryFn: () =>
      need(api.GET('/api/v1/themes/{id}/simulation', { params: { path: { id }, query: { ...size, assume } } })),
    ...still,
  })

export const useVersionSimulation = (
  id: string,
  revision: number,
  theme: string | undefined,
  size: Size,
  assume: string | undefined,
) =>
  useQuery({
    queryKey: ['simulation', id, revision, theme, size, assume],
    queryFn: () =>
      need(
        api.GET('/api/v1/versions/{id}/simulation', { params: { path: { id }, query: { theme, ...size, assume } } }),
      ),
    ...still,
  })
