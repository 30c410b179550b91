// What must not compile against the generated types: every line that ends in a
// remark, and no other.
import { connect } from './api-client'

const api = connect('http://localhost')

export async function wrong() {
  await api.GET('/api/v1/case') // no such address
  await api.DELETE('/api/v1/cases/{id}', { params: { path: { id: '1' } } }) // no such method
  await api.GET('/api/v1/cases/{id}', { params: { path: { number: '1' } } }) // no such parameter
  await api.GET('/api/v1/cases', { params: { query: { limit: 'ten' } } }) // not a number
  await api.GET('/api/v1/cases', { params: { query: { color: 'red' } } }) // no such filter
  await api.POST('/api/v1/session', { body: { username: 'chen' } }) // half a body
  await api.POST('/api/v1/session', { body: { username: 'chen', password: 42 } }) // not a text
  const key = { header: { 'Idempotency-Key': 'one-of-its-own' } }
  await api.POST('/api/v1/drafts', { params: key }) // no body
  await api.POST('/api/v1/drafts', { body: { theme: 'T01' } }) // no key
  await api.POST('/api/v1/drafts/{id}/submit', { params: { path: { id: '1' } } }) // no key
  const at = { path: { id: '1' }, header: { 'If-Match': '"1"' } }
  await api.PATCH('/api/v1/drafts/{id}', { params: { path: at.path }, body: {} }) // no revision
  await api.PATCH('/api/v1/drafts/{id}', { params: at, body: { answers: ['福满堂'] } }) // not by path
  await api.PATCH('/api/v1/drafts/{id}', { params: at, body: { answers: { 'applicant/DE00101': '福满堂' } } })
  const { data } = await api.GET('/api/v1/worklist')
  const counts: Record<string, string> = data?.counts ?? {} // numbers
  return [data?.items[0]?.colour, counts] // no such property
}
