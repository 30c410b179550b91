// A client as an integrator would write it. All it knows of us are the types
// generated from the document that the running server serves.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { components, paths } from 'onematter-api'
import createClient, { type Middleware } from 'openapi-fetch'

export type Schemas = components['schemas']
export type Api = ReturnType<typeof createClient<paths>>

/** A key of its own for a write that begins something. */
export const once = () => ({ header: { 'Idempotency-Key': randomUUID() } })

type Answer<T> = { data?: T; error?: unknown; response: Response }

/** Every refusal is a problem with a code and clear words in zh and en. */
const wellRefused: Middleware = {
  async onResponse({ request, response }) {
    if (response.ok) return
    const what = `${request.method} ${request.url}: ${response.status}`
    assert.equal(response.headers.get('Content-Type'), 'application/problem+json', what)
    assert.equal(response.headers.get('Cache-Control'), 'no-store', what)
    const problem = (await response.clone().json()) as Schemas['Problem']
    assert.equal(problem.status, response.status, what)
    assert.ok(problem.title, what)
    assert.ok(problem.errors.length > 0, what)
    assert.equal(problem.code, problem.errors[0]?.code, what)
    assert.equal(problem.type, `urn:onematter:problem:${problem.code}`, what)
    for (const { code, message } of problem.errors) {
      assert.match(message.zh ?? '', /\p{Script=Han}/u, `${what}: ${code} in Chinese`)
      assert.match(message.en ?? '', /[a-z]{2}/, `${what}: ${code} in English`)
    }
    const lang = request.headers.get('Accept-Language') === 'en' ? 'en' : 'zh'
    assert.equal(problem.detail, problem.errors[0]?.message[lang], `${what}: the reader's language`)
  },
}

/** Speaks to the API with the headers given. */
export function connect(base: string, headers: Record<string, string> = {}): Api {
  const api = createClient<paths>({ baseUrl: base, headers: { 'Accept-Language': 'zh-CN', ...headers } })
  api.use(wellRefused)
  return api
}

/** Speaks to the API as a machine. */
export function machine(base: string, token: string): Api {
  return connect(base, { Authorization: `Bearer ${token}` })
}

/** Speaks to the API as a browser: cookies are kept, writes carry the session's token. */
export class Browser {
  readonly api: Api
  readonly cookies = new Map<string, string>()
  csrf = ''

  constructor(base: string) {
    this.api = connect(base)
    this.api.use({
      onRequest: ({ request }) => {
        if (this.cookies.size) request.headers.set('Cookie', [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; '))
        if (this.csrf && request.method !== 'GET') request.headers.set('X-CSRF-Token', this.csrf)
        return request
      },
      onResponse: ({ response }) => {
        for (const cookie of response.headers.getSetCookie()) {
          const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
          if (name && value && !/max-age=0/i.test(cookie)) this.cookies.set(name, value)
          else if (name) this.cookies.delete(name)
        }
      },
    })
  }

  async signIn(username: string, password: string) {
    this.csrf = got(await this.api.GET('/api/v1/session')).csrf
    const me = got(await this.api.POST('/api/v1/session', { body: { username, password } }))
    this.csrf = me.csrf ?? ''
    return me
  }

  /** A token for a machine that acts as whoever is signed in here. */
  async token(name: string) {
    const token = got(await this.api.POST('/api/v1/tokens', { params: once(), body: { name } }))
    assert.match(token.secret ?? '', /^omt_/)
    return { id: token.id, secret: token.secret ?? '' }
  }
}

/** The data of an answer that was no refusal. */
export function got<T>({ data, error, response }: Answer<T>): T {
  assert.ok(response.ok, `${response.status} from ${response.url}: ${JSON.stringify(error)?.slice(0, 2000)}`)
  assert.ok(data !== undefined, `nothing from ${response.url}`)
  return data
}

/** An answer without content. */
export function done({ error, response }: Answer<unknown>) {
  assert.equal(response.status, 204, `${response.url}: ${JSON.stringify(error)}`)
}

/** What is asked is refused with this status and code. */
export function refused<T>({ error, response }: Answer<T>, status: number, code: string) {
  const problem = error as Schemas['Problem'] | undefined
  assert.deepEqual(
    [response.status, problem?.code],
    [status, code],
    `${response.url}: ${JSON.stringify(error)?.slice(0, 2000)}`,
  )
  return problem?.errors ?? []
}

/** The revision of an answer, for If-Match. */
export function revision({ response }: { response: Response }) {
  const tag = response.headers.get('ETag')
  assert.match(tag ?? '', /^"\d+"$/, `${response.url} says its revision`)
  return tag ?? ''
}

/** Every item of a list that is paged, and how many came with each page. */
export async function everyPage<T>(ask: (cursor?: string) => Promise<Answer<{ items: T[]; next?: string }>>) {
  const items: T[] = []
  const pages: number[] = []
  for (let cursor: string | undefined; ; ) {
    const page = got(await ask(cursor))
    items.push(...page.items)
    pages.push(page.items.length)
    if (!page.next) return { items, pages }
    assert.notEqual(page.next, cursor, 'the cursor moves on')
    cursor = page.next
  }
}
