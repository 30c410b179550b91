import { useQuery } from '@tanstack/react-query'
import { api, need } from '../api/client'

/** Metadata changes rarely: kept while the page is open. */
const still = { staleTime: 5 * 60_000 }

export const useMatters = () =>
  useQuery({ queryKey: ['matters'], queryFn: async () => (await need(api.GET('/api/v1/matters'))).items, ...still })

export const useMatter = (id: string) =>
  useQuery({ queryKey: ['matter', id], queryFn: () => need(api.GET('/api/v1/matters/{id}', { params: { path: { id } } })), ...still })

export const useThemes = () =>
  useQuery({ queryKey: ['themes'], queryFn: async () => (await need(api.GET('/api/v1/themes'))).items, ...still })

export const useTheme = (id: string) =>
  useQuery({ queryKey: ['theme', id], queryFn: () => need(api.GET('/api/v1/themes/{id}', { params: { path: { id } } })), ...still })
