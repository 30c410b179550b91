// @vitest-environment node
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiError } from './client'

/** A server that answers what a test wants and keeps what it was asked. */
let server: Server
let reply: { status: number; type: string; body: string }
let asked: { method?: string; headers: IncomingHttpHeaders }[]
let client: typeof import('./client')

beforeAll(async () => {
  server = createServer((req, res) => {
    asked.push({ method: req.method, headers: req.headers })
    res.writeHead(reply.status, { 'Content-Type': reply.type }).end(reply.body)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  // The client speaks to the host that its page came from.
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  Object.defineProperty(globalThis, 'location', { value: { origin }, configurable: true })
  client = await import('./client')
})
afterAll(() => server.close())

function answering(status: number, type: string, body: string) {
  reply = { status, type, body }
  asked = []
}

async function failure(p: Promise<unknown>): Promise<ApiError> {
  try {
    await p
  } catch (err) {
    return err as ApiError
  }
  throw new Error('it was expected to fail')
}

const signIn = () => client.api.POST('/api/v1/session', { body: { username: 'a', password: 'b' } })

describe('the API’s refusals', () => {
  it('become one error with status, problem and both languages', async () => {
    const errors = [{ code: 'account.wrong', path: 'password', message: { zh: '用户名或密码不正确', en: 'Wrong' } }]
    const body = {
      type: 'x',
      title: '请先登录',
      status: 401,
      code: 'account.wrong',
      detail: '用户名或密码不正确',
      errors,
    }
    answering(401, 'application/problem+json', JSON.stringify(body))
    const err = await failure(client.need(signIn()))
    expect(err).toBeInstanceOf(client.ApiError)
    expect(err.status).toBe(401)
    expect(err.problem?.errors[0]?.message.zh).toBe('用户名或密码不正确')
    expect(err.message).toBe('用户名或密码不正确')
  })

  it('keep their status where a proxy answers in HTML', async () => {
    answering(502, 'text/html', '<h1>Bad gateway</h1>')
    const err = await failure(client.need(client.api.GET('/api/v1/themes')))
    expect(err).toBeInstanceOf(client.ApiError)
    expect(err.status).toBe(502)
    expect(err.problem).toBeUndefined()
  })
})

describe('a write', () => {
  it('carries the token of the session; a read does not', async () => {
    client.setCSRF('t0ken')
    answering(200, 'application/json', '{}')
    await signIn()
    await client.api.GET('/api/v1/themes')
    expect(asked.map((r) => [r.method, r.headers['x-csrf-token']])).toEqual([
      ['POST', 't0ken'],
      ['GET', undefined],
    ])
    client.setCSRF(undefined)
  })
})
