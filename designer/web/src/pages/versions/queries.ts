import { useQuery } from '@tanstack/react-query'
import { api, need } from '../../api/client'

export const useVersions = (pack: string | undefined) =>
  useQuery({
    queryKey: ['versions', pack],
    enabled: !!pack,
    queryFn: async () =>
      (await need(api.GET('/api/v1/packs/{name}/versions', { params: { path: { name: pack ?? '' } } }))).items,
  })

export const useGate = (id: string) =>
  useQuery({
    queryKey: ['gate', id],
    enabled: !!id,
    queryFn: () => need(api.GET('/api/v1/versions/{id}/gate', { params: { path: { id } } })),
  })

export const useDiff = (from: string | undefined, to: string) =>
  useQuery({
    queryKey: ['diff', from, to],
    enabled: !!from,
    queryFn: () => need(api.GET('/api/v1/diff', { params: { query: { from: from ?? '', to } } })),
  })

export const useHistory = (pack: string, before: string | undefined) =>
  useQuery({
    queryKey: ['history', pack, before],
    queryFn: () =>
      need(
        api.GET('/api/v1/packs/{name}/history', {
          params: { path: { name: pack }, query: { before: before ? Number(before) : undefined, limit: 30 } },
        }),
      ),
  })

export const useMigrations = (enabled: boolean) =>
  useQuery({
    queryKey: ['migrations'],
    enabled,
    queryFn: async () => (await need(api.GET('/api/v1/migrations', { params: { query: { limit: 20 } } }))).items,
  })

/** Looks again while the migration is at work. */
export const useMigration = (id: string | undefined) =>
  useQuery({
    queryKey: ['migration', id],
    enabled: !!id,
    queryFn: () => need(api.GET('/api/v1/migrations/{id}', { params: { path: { id: id ?? '' } } })),
    refetchInterval: (q) => (q.state.data && /ing$/.test(q.state.data.status) ? 1000 : false),
  })
