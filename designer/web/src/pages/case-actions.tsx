import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Checkbox, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { ApiError, api, need, type Schemas } from '../api/client'
import { useLang } from '../app/lang'
import type { CaseData } from './case'
import { rowLabel } from './case-answers'

type Action = Schemas['Action']

interface Values {
  note?: string
  fields?: string[]
  materials?: string[]
  resultNumber?: string
  result?: Record<string, string>
}

/** What the workflow lets this person do, each with its consequence spelled out. */
export function Actions({ data }: { data: CaseData }) {
  const { t, tx } = useLang()
  const [action, setAction] = useState<Action>()
  return (
    <section className="om-panel">
      <header>
        <h2>{t('actions')}</h2>
      </header>
      <div className="om-body om-actions">
        {data.actions.length === 0 && <span className="om-dim">{t('noActions')}</span>}
        {data.actions.map((a, i) => (
          <Button
            key={a.event}
            type={i === 0 ? 'primary' : 'default'}
            danger={a.kind === 'refuse'}
            onClick={() => setAction(a)}
            data-event={a.event}
          >
            <span className="om-what">
              <span>{tx(a.label)}</span>
              <small>{tx(a.consequence)}</small>
            </span>
          </Button>
        ))}
      </div>
      {action && <Act data={data} action={action} close={() => setAction(undefined)} />}
    </section>
  )
}

/** One key per intended write: a second click or a lost answer does nothing twice. */
function useKey() {
  const [key] = useState(() => crypto.randomUUID())
  return key
}

function Act({ data, action, close }: { data: CaseData; action: Action; close: () => void }) {
  const { t, tx } = useLang()
  const { message } = App.useApp()
  const client = useQueryClient()
  const [form] = Form.useForm<Values>()
  const key = useKey()
  const act = useMutation({
    mutationFn: (v: Values) =>
      need(
        api.POST('/api/v1/cases/{id}/actions', {
          params: { path: { id: data.id }, header: { 'If-Match': `"${data.revision}"`, 'Idempotency-Key': key } },
          body: {
            event: action.event,
            note: v.note?.trim() || undefined,
            fields: v.fields?.length ? v.fields : undefined,
            materials: v.materials?.length ? v.materials : undefined,
            resultNumber: v.resultNumber?.trim() || undefined,
            result: v.result && Object.fromEntries(Object.entries(v.result).filter(([, x]) => x)),
          },
        }),
      ),
    onSuccess: (next) => {
      client.setQueryData(['case', data.id], next)
      void client.invalidateQueries({ queryKey: ['cases'] })
      void message.success(t('actionDone', { action: tx(action.label) }))
      close()
    },
    onError: (err) => {
      if (!(err instanceof ApiError)) return void message.error(t('offline'))
      if (err.status === 409) {
        void message.warning(t('changedMeanwhile'))
        void client.invalidateQueries({ queryKey: ['case', data.id] })
        return close()
      }
      const problems = err.problem?.errors ?? []
      form.setFields(
        problems.flatMap((p) => {
          const name: (string | number)[] =
            p.path === 'note'
              ? ['note']
              : p.path.startsWith('result/')
                ? ['result', p.path.slice(7)]
                : ['result', p.path]
          return [{ name: name as never, errors: [tx(p.message)] }]
        }),
      )
      void message.error(problems[0] ? tx(problems[0].message) : t('failed'))
    },
  })
  const asks = action.kind === 'correct' || action.kind === 'rectify'
  return (
    <Modal
      open
      title={tx(action.label)}
      onCancel={close}
      onOk={() => form.submit()}
      okText={t('confirmAction', { action: tx(action.label) })}
      okButtonProps={{ danger: action.kind === 'refuse', loading: act.isPending }}
      cancelText={t('cancel')}
      width={640}
      destroyOnHidden
    >
      <p className="om-dim">{tx(action.consequence)}</p>
      <Form form={form} layout="vertical" onFinish={(v) => act.mutate(v)} requiredMark={false}>
        {asks && (
          <>
            <Form.Item name="fields" label={t('whichFields')} extra={t('whichFieldsHint')}>
              <Select
                mode="multiple"
                allowClear
                optionFilterProp="label"
                options={data.answers.map((a) => ({ value: a.path, label: `${rowLabel(a.path)}${tx(a.label)}` }))}
              />
            </Form.Item>
            {data.materials.some((m) => m.asked) && (
              <Form.Item name="materials" label={t('whichMaterials')}>
                <Checkbox.Group
                  style={{ display: 'grid', gap: 6 }}
                  options={data.materials
                    .filter((m) => m.asked)
                    .map((m) => ({ value: m.id, label: tx(m.labels[0]) || tx(m.name) }))}
                />
              </Form.Item>
            )}
          </>
        )}
        {action.kind === 'deliver' && (
          <>
            {action.fields?.map((f) => (
              <Form.Item
                key={f.path}
                name={['result', f.path]}
                label={tx(f.label)}
                rules={[{ required: true, message: t('needed', { label: tx(f.label) }) }]}
              >
                {f.codes ? (
                  <Select options={f.codes.map((o) => ({ value: o.code, label: tx(o.name) }))} />
                ) : (
                  <Input type={f.type === 'date' ? 'date' : 'text'} />
                )}
              </Form.Item>
            ))}
            <Form.Item name="resultNumber" label={t('resultNumber')} extra={t('resultNumberHint')}>
              <Input maxLength={100} />
            </Form.Item>
          </>
        )}
        <Form.Item
          name="note"
          label={t(asks ? 'noteAsk' : action.kind === 'refuse' ? 'noteRefuse' : 'note')}
          rules={action.noteRequired ? [{ required: true, whitespace: true, message: t('noteNeeded') }] : []}
        >
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={2000} showCount />
        </Form.Item>
      </Form>
    </Modal>
  )
}
