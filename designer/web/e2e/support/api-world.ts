// What the scenarios of the API share: who speaks, what has been filed so far,
// and the calls that come again and again.
import type { Api, Schemas } from './api-client'
import { connect } from './api-client'
import { Receiver } from './api-receiver'

export const people = ['chen', 'lin', 'market', 'ecology', 'labour', 'centre', 'admin'] as const

/** A register entry, as a machine files it. */
export const entry = (n: number) => ({
  producer: { FW001: `上海市徐汇区第 ${n} 食堂`, FW002: 12.5 * n, FW003: '2026-01-05', FW004: true },
})

export class World {
  /** Machines that act as a person of the demo. */
  readonly as = {} as Record<(typeof people)[number], Api>
  readonly stranger: Api
  readonly receiver = new Receiver()
  /** The webhook. */
  hook = ''
  /** The draft of a restaurant, and what came of it. */
  draft = ''
  receipt: Schemas['Receipt'] = { case: '', number: '', children: [], submitted: '' }
  /** Cases of the register, in the order they were filed. */
  readonly entries: string[] = []
  /** The one of them that has ended. */
  ended = ''

  constructor(readonly base: string) {
    this.stranger = connect(base)
  }

  file(api: Api, n: number, key = `entry-${n}-0001`) {
    return api.POST('/api/v1/matters/{id}/cases', {
      params: { path: { id: 'W01' }, header: { 'Idempotency-Key': key } },
      body: entry(n),
    })
  }

  open(api: Api, id: string) {
    return api.GET('/api/v1/cases/{id}', { params: { path: { id } } })
  }

  act(api: Api, id: string, tag: string, body: Schemas['ActIn'], key = `${id}-${tag}-${body.event}`) {
    return api.POST('/api/v1/cases/{id}/actions', {
      params: { path: { id }, header: { 'If-Match': tag, 'Idempotency-Key': key } },
      body,
    })
  }

  /** A file as the part "file" of a form. */
  form(name: string, bytes: BlobPart) {
    return {
      body: { file: new File([bytes], name) },
      bodySerializer: (body: { file: Blob }) => {
        const form = new FormData()
        form.set('file', body.file, name)
        return form
      },
    }
  }
}
