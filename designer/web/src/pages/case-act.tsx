import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Checkbox, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { ApiError, api, need, type Schemas } from '../api/client'
import { useLang } from '../app/lang'
import type { CaseData } from './case'
import { WhichFields } from './case-correct-fields'
import { placeProblems, resultValue } from './case-problems'

type Action = Schemas['Action']

interface Values {
  note?: string
  fields?: string[]
  materials?: string[]
  resultNumber?: string
  result?: Record<string, string | string[] | boolean>
}

/** One key per intended write: a second click or a lost answer does nothing twice. */
export function useKey() {
  const [key] = useState(() => crypto.randomUUID())
  return key
}

/** Asks what an action needs, and does it. Whatever goes wrong, what was typed stays. */
export function Act({ data, action, close }: { data: CaseData; action: Action; close: () => void }) {
  const { t, tx } = useLang()
  const { message } = App.useApp()
  const client = useQueryClient()
  const [form] = Form.useForm<Values>()
  const [notices, setNotices] = useState<string[]>([])
  const key = useKey()
  const offered = data.actions.some((a) => a.event === action.event)
  const act = useMutation({
    mutationFn: (v: Values) => {
      setNotices([])
      return need(
        api.POST('/api/v1/cases/{id}/actions', {
          params: { path: { id: data.id }, header: { 'If-Match': `"${data.revision}"`, 'Idempotency-Key': key } },
          body: {
            event: action.event,
            note: v.note?.trim() || undefined,
            fields: v.fields?.length ? v.fields : undefined,
            materials: v.materials?.length ? v.materials : undefined,
            resultNumber: v.resultNumber?.trim() || undefined,
            result: resultOf(action, v),
          },
        }),
      )
    },
    onSuccess: (next) => {
      client.setQueryData(['case', data.id], next)
      void client.invalidateQueries({ queryKey: ['cases'] })
      void message.success(t('actionDone', { action: tx(action.label) }))
      close()
    },
    onError: (err) => {
      if (!(err instanceof ApiError) || err.status === 0) return setNotices([t('offline')])
      if (err.status === 409) {
        // Someone was faster: show the case as it is now and let the person decide again.
        setNotices([t('changedMeanwhile')])
        void client.invalidateQueries({ queryKey: ['case', data.id] })
        return
      }
      const { fields, rest } = placeProblems(
        err.problem?.errors ?? [],
        (action.fields ?? []).map((f) => f.path),
      )
      form.setFields(fields.map((f) => ({ name: f.name as never, errors: f.problems.map((p) => tx(p.message)) })))
      if (fields[0]) form.scrollToField(fields[0].name, { focus: true })
      setNotices(rest.length > 0 ? rest.map((p) => tx(p.message)) : fields.length > 0 ? [] : [t('failed')])
    },
  })
  const asks = action.kind === 'correct' || action.kind === 'rectify'
  const shown = offered ? notices : [...notices, t('actionGone')]
  return (
    <Modal
      open
      title={tx(action.label)}
      onCancel={close}
      onOk={() => form.submit()}
      okText={t('confirmAction', { action: tx(action.label) })}
      okButtonProps={{ danger: action.kind === 'refuse', loading: act.isPending, disabled: !offered }}
      cancelText={t('cancel')}
      mask={{ closable: false }}
      width={640}
      destroyOnHidden
    >
      <p className="om-dim">{tx(action.consequence)}</p>
      {shown.length > 0 && (
        <Alert
          type="warning"
          showIcon
          role="alert"
          className="om-notice"
          title={shown.map((n) => <div key={n}>{n}</div>)}
        />
      )}
      <Form form={form} layout="vertical" onFinish={(v) => act.mutate(v)} requiredMark={false}>
        {asks && <WhatToCorrect data={data} />}
        {action.kind === 'deliver' && <ResultFields action={action} />}
        <Form.Item
          name="note"
          className="om-note"
          label={t(asks ? 'noteAsk' : action.kind === 'refuse' ? 'noteRefuse' : 'note')}
          rules={action.noteRequired ? [{ required: true, whitespace: true, message: t('noteNeeded') }] : []}
        >
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={2000} showCount />
        </Form.Item>
      </Form>
    </Modal>
  )
}

function resultOf(action: Action, v: Values): Record<string, unknown> | undefined {
  if (!v.result) return undefined
  const out: Record<string, unknown> = {}
  for (const f of action.fields ?? []) {
    const typed = v.result[f.path]
    if (typed !== undefined && typed !== '') out[f.path] = resultValue(f.type, typed)
  }
  return out
}

function WhatToCorrect({ data }: { data: CaseData }) {
  const { t, tx } = useLang()
  const asked = data.materials.filter((m) => m.asked || m.proven || m.checked)
  return (
    <>
      <WhichFields data={data} />
      {asked.length > 0 && (
        <Form.Item name="materials" label={t('whichMaterials')}>
          <Checkbox.Group
            className="om-choices"
            options={asked.map((m) => ({ value: m.id, label: tx(m.labels[0]) || tx(m.name) }))}
          />
        </Form.Item>
      )}
    </>
  )
}

/** What the department enters when it issues the result. */
function ResultFields({ action }: { action: Action }) {
  const { t, tx } = useLang()
  const control = (f: NonNullable<Action['fields']>[number]) => {
    if (f.codes) {
      return (
        <Select
          mode={f.type === 'codes' ? 'multiple' : undefined}
          showSearch={{ optionFilterProp: 'label' }}
          options={f.codes.map((o) => ({ value: o.code, label: tx(o.name) }))}
        />
      )
    }
    switch (f.type) {
      case 'boolean':
        return (
          <Select
            options={[
              { value: true, label: t('yes') },
              { value: false, label: t('no') },
            ]}
          />
        )
      case 'date':
        return <Input type="date" />
      case 'text':
        return <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} />
      case 'integer':
      case 'number':
        return <Input inputMode="decimal" />
    }
    return <Input />
  }
  return (
    <>
      {action.fields?.map((f) => (
        <Form.Item
          key={f.path}
          name={['result', f.path]}
          label={tx(f.label)}
          rules={[{ required: true, message: t('needed', { label: tx(f.label) }) }]}
        >
          {control(f)}
        </Form.Item>
      ))}
      <Form.Item name="resultNumber" label={t('resultNumber')} extra={t('resultNumberHint')}>
        <Input maxLength={64} />
      </Form.Item>
    </>
  )
}
