// Who may ask: sessions, tokens, and what others may not see.
import assert from 'node:assert/strict'
import { Browser, connect, done, got, machine, once, refused } from './api-client'
import { people, type World } from './api-world'
import { password } from './restaurant.mjs'

export async function signsIn(w: World) {
  refused(await w.stranger.GET('/api/v1/me'), 401, 'auth.required')
  refused(await connect(w.base, { 'Accept-Language': 'en' }).GET('/api/v1/me'), 401, 'auth.required')
  const browser = new Browser(w.base)
  assert.equal(got(await browser.api.GET('/api/v1/session')).me, undefined)
  const wrong = { username: 'chen', password: 'not this one' }
  refused(await browser.api.POST('/api/v1/session', { body: wrong }), 401, 'account.wrong')

  const me = await browser.signIn('chen', password)
  assert.deepEqual([me.name, me.roles], ['陈一鸣', ['citizen']])
  const { csrf } = browser
  browser.csrf = ''
  refused(await browser.api.POST('/api/v1/tokens', { params: once(), body: { name: 'forged' } }), 403, 'auth.csrf')
  browser.csrf = csrf
  const { id, secret } = await browser.token('ledger')
  const bot = machine(w.base, secret)
  const bots = got(await bot.GET('/api/v1/me'))
  assert.deepEqual([bots.account, bots.csrf], [me.account, undefined])
  refused(await bot.POST('/api/v1/tokens', { params: once(), body: { name: 'child' } }), 403, 'auth.person')
  const listed = got(await bot.GET('/api/v1/tokens')).items
  assert.deepEqual(
    listed.map((t) => [t.id, t.name, t.secret]),
    [[id, 'ledger', undefined]],
  )
  done(await bot.DELETE('/api/v1/tokens/{id}', { params: { path: { id } } }))
  refused(await bot.GET('/api/v1/me'), 401, 'auth.token')
  done(await browser.api.DELETE('/api/v1/session'))
  assert.equal(got(await browser.api.GET('/api/v1/session')).me, undefined)

  for (const name of people) {
    const desk = new Browser(w.base)
    await desk.signIn(name, password)
    w.as[name] = machine(w.base, (await desk.token('integration')).secret)
  }
}

export async function seesNothingOfOthers(w: World) {
  for (const id of [w.receipt.case, w.receipt.number, ...w.receipt.children])
    refused(await w.open(w.as.lin, id), 404, 'not_found')
  refused(await w.open(w.stranger, w.receipt.case), 401, 'auth.required')
  const at = { params: { path: { id: w.draft } } }
  for (const api of [w.as.lin, w.as.market]) refused(await api.GET('/api/v1/drafts/{id}', at), 404, 'not_found')
  refused(await w.as.lin.GET('/api/v1/worklist'), 404, 'not_found')
  refused(await w.as.market.GET('/api/v1/dashboard'), 404, 'not_found')
  refused(await w.as.centre.GET('/api/v1/events'), 404, 'not_found')
  const theirs = got(await w.as.lin.GET('/api/v1/cases', { params: { query: { q: w.receipt.number } } }))
  assert.deepEqual(theirs.items, [])
  for (const c of got(await w.as.market.GET('/api/v1/cases')).items) assert.equal(c.department.id, 'market-regulation')
}
