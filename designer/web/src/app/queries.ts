import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api, need } from '../api/client'
import { alike } from './alike'

/** Metadata changes rarely: kept while the page is open. */
const still = { staleTime: 5 * 60_000 }

export const useMatters = () =>
  useQuery({ queryKey: ['matters'], queryFn: async () => (await need(api.GET('/api/v1/matters'))).items, ...still })

export const useMatter = (id: string) =>
  useQuery({
    queryKey: ['matter', id],
    queryFn: () => need(api.GET('/api/v1/matters/{id}', { params: { path: { id } } })),
    ...still,
  })

/** A matter beside another one as that is in force, or beside its template as its own pack was built with. */
export const useComparison = (id: string, other?: string | { template: boolean }) =>
  useQuery({
    queryKey: ['comparison', id, other],
    queryFn: () =>
      need(
        api.GET('/api/v1/matters/{id}/comparison', {
          params: { path: { id }, query: { with: typeof other === 'string' ? other : undefined } },
        }),
      ),
    enabled: typeof other === 'string' || !!other?.template,
    placeholderData: keepPreviousData,
    ...still,
  })

export const useFollowers = (id: string) =>
  useQuery({
    queryKey: ['followers', id],
    queryFn: async () => (await need(api.GET('/api/v1/matters/{id}/followers', { params: { path: { id } } }))).items,
    ...still,
  })

export const useMatterHistory = (id: string) =>
  useQuery({
    queryKey: ['matter-history', id],
    queryFn: () => need(api.GET('/api/v1/matters/{id}/history', { params: { path: { id } } })),
    ...still,
  })

export const useReview = (pack?: string) =>
  useQuery({
    queryKey: ['review', pack],
    queryFn: () => need(api.GET('/api/v1/packs/{name}/review', { params: { path: { name: pack ?? '' } } })),
    enabled: !!pack,
  })

export const usePolicies = () =>
  useQuery({ queryKey: ['policies'], queryFn: async () => (await need(api.GET('/api/v1/policies'))).items, ...still })

export const usePolicy = (id: string) =>
  useQuery({
    queryKey: ['policy', id],
    queryFn: () => need(api.GET('/api/v1/policies/{id}', { params: { path: { id } } })),
    ...still,
  })

export const useThemes = () =>
  useQuery({ queryKey: ['themes'], queryFn: async () => (await need(api.GET('/api/v1/themes'))).items, ...still })

export const useTheme = (id: string) =>
  useQuery({
    queryKey: ['theme', id],
    queryFn: () => need(api.GET('/api/v1/themes/{id}', { params: { path: { id } } })),
    ...still,
  })

export const useCertificate = (id: string) =>
  useQuery({
    queryKey: ['certificate', id],
    queryFn: () =>
      need(
        api.GET('/api/v1/themes/{id}/certificate', {
          params: { path: { id }, query: { delivered: true, real: true } },
        }),
      ),
    ...still,
  })

export const useDerivedGuide = (id: string) =>
  useQuery({
    queryKey: ['theme', id, 'guide'],
    queryFn: () => need(api.GET('/api/v1/themes/{id}/guide', { params: { path: { id } } })),
    ...still,
  })

export const useElements = (q = '') =>
  useQuery({
    queryKey: ['elements', q],
    queryFn: async () =>
      alike((await need(api.GET('/api/v1/elements', { params: { query: { q: q || undefined } } }))).items),
    placeholderData: keepPreviousData,
    ...still,
  })

export const useElement = (id: string) =>
  useQuery({
    queryKey: ['element', id],
    queryFn: () => need(api.GET('/api/v1/elements/{id}', { params: { path: { id } } })),
    ...still,
  })

export const useCodeLists = (q = '') =>
  useQuery({
    queryKey: ['codeLists', q],
    queryFn: async () =>
      alike((await need(api.GET('/api/v1/code-lists', { params: { query: { q: q || undefined } } }))).items),
    placeholderData: keepPreviousData,
    ...still,
  })

export const useCodeList = (id: string) =>
  useQuery({
    queryKey: ['codeList', id],
    queryFn: () => need(api.GET('/api/v1/code-lists/{id}', { params: { path: { id } } })),
    ...still,
  })

export const useMaterials = () =>
  useQuery({
    queryKey: ['materials'],
    queryFn: async () => alike((await need(api.GET('/api/v1/materials'))).items),
    ...still,
  })

export const useForms = () =>
  useQuery({ queryKey: ['forms'], queryFn: async () => (await need(api.GET('/api/v1/forms'))).items, ...still })

export const useForm = (id: string) =>
  useQuery({
    queryKey: ['form', id],
    queryFn: () => need(api.GET('/api/v1/forms/{id}', { params: { path: { id } } })),
    ...still,
  })

export const useMergedForm = (theme: string) =>
  useQuery({
    queryKey: ['merged', theme],
    queryFn: () => need(api.GET('/api/v1/themes/{id}/form', { params: { path: { id: theme } } })),
    ...still,
  })

/** The departments that the matters of a pack can be given to. */
export const useDepartments = (pack?: string) =>
  useQuery({
    queryKey: ['departments', pack],
    queryFn: async () =>
      (await need(api.GET('/api/v1/packs/{name}/departments', { params: { path: { name: pack ?? '' } } }))).items,
    enabled: !!pack,
    ...still,
  })

export const usePacks = () =>
  useQuery({ queryKey: ['packs'], queryFn: async () => (await need(api.GET('/api/v1/packs'))).items, ...still })
