// A signed-in account that asks the API as a browser's script would: with the
// session's cookie and the token every write carries.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { password, patch, pdf, situation } from './restaurant.mjs'

export class Account {
  /**
   * @param {string} base
   * @param {string} username
   */
  static async signIn(base, username) {
    const a = new Account(base)
    a.csrf = (await a.post('/session', { username, password })).csrf
    return a
  }

  constructor(/** @type {string} */ base) {
    /** Which server is asked; a session holds on all of them. */
    this.base = base
    this.cookie = ''
    this.csrf = ''
    this.etag = ''
  }

  /**
   * Asks, and fails unless the status is the one wanted.
   * @param {string} method
   * @param {string} path
   * @param {{body?: unknown, form?: FormData, headers?: Record<string, string>, status?: number}} [o]
   * @returns {Promise<any>}
   */
  async ask(method, path, { body, form, headers = {}, status } = {}) {
    const r = await fetch(`${this.base}/api/v1${path}`, {
      method,
      headers: {
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(this.csrf ? { 'X-CSRF-Token': this.csrf } : {}),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: form ?? (body === undefined ? undefined : JSON.stringify(body)),
    })
    const text = await r.text()
    if (status === undefined ? !r.ok : r.status !== status)
      assert.fail(`${method} ${this.base}${path}: ${r.status} ${text}`)
    for (const c of r.headers.getSetCookie()) if (c.startsWith('om_session=')) this.cookie = c.split(';')[0] ?? ''
    this.etag = r.headers.get('etag') ?? ''
    return text ? JSON.parse(text) : undefined
  }

  get(/** @type {string} */ path) {
    return this.ask('GET', path)
  }

  post(/** @type {string} */ path, /** @type {unknown} */ body, headers = {}) {
    // A key of its own: each of these writes is meant.
    return this.ask('POST', path, { body, headers: { 'Idempotency-Key': randomUUID(), ...headers } })
  }

  /** Hands a file in. @param {string} path @param {string} name */
  upload(path, name) {
    const form = new FormData()
    form.set('file', new Blob([new Uint8Array(pdf(name))], { type: 'application/pdf' }), name)
    return this.ask('POST', path, { form })
  }

  /**
   * Fills the whole restaurant in and hands in every material; submits nothing.
   * @param {() => void} [between] called between two requests
   */
  preparesARestaurant(between = () => {}) {
    return this.prepares({ theme: 'T01', guide: situation, answers: patch() }, between)
  }

  /**
   * Fills a theme in and hands in every material; submits nothing.
   * @param {{theme: string, guide: Record<string, unknown>, answers: Record<string, unknown>}} filing
   * @param {() => void} [between] called between two requests
   */
  async prepares({ theme, guide, answers }, between = () => {}) {
    let draft = await this.post('/drafts', { theme, guide })
    between()
    /** @type {Record<string, unknown>} */
    const known = {}
    // Answers bring up other questions: as long as something new is asked, it is answered.
    for (let n = -1; Object.keys(known).length !== n; ) {
      n = Object.keys(known).length
      for (const path of asked(draft)) if (path in answers) known[path] = answers[path]
      draft = await this.ask('PATCH', `/drafts/${draft.id}`, {
        body: { answers: known },
        headers: { 'If-Match': this.etag },
      })
      between()
    }
    for (const m of draft.materials) {
      if (!m.asked || m.required !== 'yes') continue
      await this.upload(`/drafts/${draft.id}/materials/${m.id}/files`, `${m.name.zh}.pdf`)
      between()
    }
    draft = await this.get(`/drafts/${draft.id}`)
    assert.deepEqual(draft.missing, [], 'nothing is missing')
    return draft
  }

  /**
   * Acts on a case as it is now.
   * @param {string} id
   * @param {string} event
   * @param {Record<string, unknown>} [more]
   */
  async acts(id, event, more = {}) {
    const { revision } = await this.get(`/cases/${id}`)
    return this.post(
      `/cases/${id}/actions`,
      { event, ...more },
      { 'If-Match': `"${revision}"`, 'Idempotency-Key': crypto.randomUUID() },
    )
  }
}

/** The fields and repeats a draft asks for. @param {{sections: {id: string, fields: {path: string}[]}[], missing: {path: string}[]}} draft */
function asked(draft) {
  const paths = [...draft.sections.flatMap((s) => s.fields), ...draft.missing].map((f) => f.path)
  return new Set(paths.map((p) => (/\/\d+\//.test(p) ? (p.split('/')[0] ?? p) : p)))
}
