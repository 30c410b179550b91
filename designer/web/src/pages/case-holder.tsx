import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { ApiError, api, need, type Schemas } from '../api/client'
import { useLang } from '../app/lang'
import { instant } from '../app/time'
import type { CaseData } from './case'
import { useKey } from './case-act'

type Kind = Schemas['EngineHandoverKind']

/** Who has the step in hand, and what this person can do about that. */
export function InHand({ data }: { data: CaseData }) {
  const { t, lang } = useLang()
  const [kind, setKind] = useState<Kind>()
  const h = data.holder
  return (
    <section className="om-panel">
      <header>
        <h2>{t('inHand')}</h2>
      </header>
      <div className="om-body om-hand">
        {h ? (
          <p>
            <strong>{h.name}</strong>{' '}
            <span className="om-dim">{t('inHandSince', { when: instant(h.since, lang) })}</span>
            {h.deputy && <span className="om-deputy">{t('deputyOf', { name: h.deputy.name })}</span>}
          </p>
        ) : (
          <p className="om-dim">{t('inNobodysHand')}</p>
        )}
        <div className="om-hand-buttons">
          {data.handovers?.map((k) => (
            <Button key={k} onClick={() => setKind(k)} data-do={k}>
              {t(`do_${k}`)}
            </Button>
          ))}
        </div>
      </div>
      {kind && <HandOver key={kind} data={data} kind={kind} close={() => setKind(undefined)} />}
    </section>
  )
}

/** Asks to whom and why, and hands the step over. */
function HandOver({ data, kind, close }: { data: CaseData; kind: Kind; close: () => void }) {
  const { t, tx } = useLang()
  const { message } = App.useApp()
  const client = useQueryClient()
  const [form] = Form.useForm<{ to?: string; note?: string }>()
  const [notices, setNotices] = useState<string[]>([])
  const key = useKey()
  const toSomebody = kind === 'transfer' || kind === 'delegate'
  const officers = useQuery({
    queryKey: ['officers', data.id, data.revision],
    queryFn: () => need(api.GET('/api/v1/cases/{id}/officers', { params: { path: { id: data.id } } })),
    enabled: toSomebody,
  })
  const hand = useMutation({
    mutationFn: (v: { to?: string; note?: string }) => {
      setNotices([])
      return need(
        api.POST('/api/v1/cases/{id}/handover', {
          params: { path: { id: data.id }, header: { 'If-Match': `"${data.revision}"`, 'Idempotency-Key': key } },
          body: { do: kind, to: v.to, note: v.note?.trim() || undefined },
        }),
      )
    },
    onSuccess: (next) => {
      client.setQueryData(['case', data.id], next)
      void client.invalidateQueries({ queryKey: ['cases'] })
      void message.success(t('actionDone', { action: t(`do_${kind}`) }))
      close()
    },
    onError: (err) => {
      if (!(err instanceof ApiError) || err.status === 0) return setNotices([t('offline')])
      const said = (err.problem?.errors ?? []).map((p) => tx(p.message))
      setNotices(err.status === 409 ? [t('changedMeanwhile')] : said.length > 0 ? said : [t('failed')])
      if (err.status === 409) void client.invalidateQueries({ queryKey: ['case', data.id] })
    },
  })
  const offered = data.handovers?.includes(kind) ?? false
  const shown = offered ? notices : [...notices, t('actionGone')]
  return (
    <Modal
      open
      title={t(`do_${kind}`)}
      onCancel={close}
      onOk={() => form.submit()}
      okText={t('confirmAction', { action: t(`do_${kind}`) })}
      okButtonProps={{ loading: hand.isPending, disabled: !offered }}
      cancelText={t('cancel')}
      mask={{ closable: false }}
      destroyOnHidden
    >
      <p className="om-dim">{t(`hint_${kind}`)}</p>
      {shown.length > 0 && (
        <Alert
          type="warning"
          showIcon
          role="alert"
          className="om-notice"
          title={shown.map((n) => <div key={n}>{n}</div>)}
        />
      )}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => hand.mutate(v)}>
        {toSomebody && (
          <Form.Item name="to" label={t('handTo')} rules={[{ required: true, message: t('handToNeeded') }]}>
            <Select
              loading={officers.isPending}
              showSearch={{ optionFilterProp: 'label' }}
              notFoundContent={t('handToNobody')}
              options={officers.data?.items.map((o) => ({
                value: o.id,
                label: `${o.name} · ${tx(o.organisation.name) || o.organisation.id}`,
              }))}
            />
          </Form.Item>
        )}
        <Form.Item name="note" label={t('handNote')}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
