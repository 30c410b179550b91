import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api, need, type Schemas } from '../../api/client'

export type Duty = Schemas['Duty']
export type DutyEvent = Duty['actions'][number]
export type Source = Schemas['Source']
export type DutyState = Duty['state']

export interface DutyFilter {
  matter?: string
  department?: string
  state?: DutyState
}

export const useDuties = (f: DutyFilter) =>
  useInfiniteQuery({
    queryKey: ['duties', f],
    queryFn: ({ pageParam }) =>
      need(
        api.GET('/api/v1/duties', {
          params: {
            query: {
              matter: f.matter || undefined,
              department: f.department ? [f.department] : undefined,
              state: f.state ? [f.state] : undefined,
              cursor: pageParam || undefined,
              limit: 100,
            },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  })

export const useDuty = (id: string | undefined) =>
  useQuery({
    queryKey: ['duty', id],
    enabled: !!id,
    queryFn: () => need(api.GET('/api/v1/duties/{id}', { params: { path: { id: id as string } } })),
  })

export const useSources = () =>
  useQuery({ queryKey: ['sources'], queryFn: async () => (await need(api.GET('/api/v1/sources'))).items })

export const useOrganisations = () =>
  useQuery({
    queryKey: ['organisations'],
    queryFn: async () => (await need(api.GET('/api/v1/organisations'))).items,
    staleTime: 5 * 60_000,
  })

/** The fields of a matter's form that lie in no rows: those a source can deliver, or be asked by. */
export const useMatterFields = (matter: string) =>
  useQuery({
    queryKey: ['matterFields', matter],
    enabled: matter !== '',
    queryFn: async () => {
      const form = await need(api.GET('/api/v1/matters/{id}/form', { params: { path: { id: matter } } }))
      return form.sections.flatMap((s) => s.fields).filter((f) => !f.repeat)
    },
    staleTime: 5 * 60_000,
  })
