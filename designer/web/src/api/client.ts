import createClient, { type Middleware } from 'openapi-fetch'
import type { components, paths } from './schema'

export type Schemas = components['schemas']
export type Text = Schemas['MetamodelText']
export type Problem = Schemas['Problem']

/** A refusal of the API: what is wrong, in both languages, with a status. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem | undefined,
  ) {
    super(problem?.detail ?? `HTTP ${status}`)
  }
}

let csrf = ''

/** The token that writes riding on the session cookie must carry. */
export function setCSRF(token: string | undefined) {
  csrf = token ?? ''
}

const carry: Middleware = {
  onRequest({ request }) {
    if (csrf && request.method !== 'GET') request.headers.set('X-CSRF-Token', csrf)
    return request
  },
  async onResponse({ response }) {
    if (response.ok) return response
    const problem = response.headers.get('Content-Type')?.includes('json')
      ? ((await response.clone().json()) as Problem)
      : undefined
    throw new ApiError(response.status, problem)
  },
}

export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? '' })
api.use(carry)

/** The data of an answer; refusals have been thrown by then. */
export async function need<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer
  if (data === undefined) throw new ApiError(0, undefined)
  return data
}
