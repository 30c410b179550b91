// Receives webhooks as an integrator would: nothing is believed that is not
// signed (Standard Webhooks 1.0.0).
import assert from 'node:assert/strict'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Message {
  id: string
  at: number
  type: string
  data: { id: string; case: string; root: string; matter?: string; number?: string }
  raw: string
  answered: number
}

export class Receiver {
  readonly messages: Message[] = []
  secret = ''
  /** What to answer to a message, by how often its id has come. */
  answer: (id: string, times: number) => number = () => 204
  readonly #waiting = new Set<() => void>()
  readonly #server = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk)
    const raw = Buffer.concat(chunks).toString()
    try {
      const message = this.#read(req.headers, raw)
      this.messages.push(message)
      res.statusCode = message.answered
    } catch (err) {
      this.failure = err
      res.statusCode = 401
    }
    res.end()
    for (const look of this.#waiting) look()
  })
  /** What a message was refused for. */
  failure: unknown

  async open() {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hooks/onematter`
  }

  async close() {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #read(headers: Record<string, string | string[] | undefined>, raw: string): Message {
    const id = String(headers['webhook-id'])
    const stamp = String(headers['webhook-timestamp'])
    const key = Buffer.from(this.secret.replace(/^whsec_/, ''), 'base64')
    const want = createHmac('sha256', key).update(`${id}.${stamp}.${raw}`).digest()
    const [version, signature] = String(headers['webhook-signature']).split(',')
    assert.equal(version, 'v1')
    const have = Buffer.from(signature ?? '', 'base64')
    assert.ok(have.length === want.length && timingSafeEqual(have, want), `message ${id} is not signed with our key`)
    assert.ok(Math.abs(Date.now() / 1000 - Number(stamp)) < 300, `message ${id} is of another time: ${stamp}`)
    const body = JSON.parse(raw)
    const times = this.messages.filter((m) => m.id === id).length + 1
    return { id, at: Number(stamp), type: body.type, data: body.data, raw, answered: this.answer(id, times) }
  }

  /** Waits until what came satisfies. */
  async wait<T>(look: () => T | undefined | false, what: string, seconds: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => end(new Error(`${what}: not within ${seconds} s`)), seconds * 1000)
      const end = (err?: unknown, value?: T) => {
        clearTimeout(timer)
        this.#waiting.delete(again)
        if (err) reject(err)
        else resolve(value as T)
      }
      const again = () => {
        if (this.failure) return end(this.failure)
        const value = look()
        if (value) end(undefined, value)
      }
      this.#waiting.add(again)
      again()
    })
  }
}
