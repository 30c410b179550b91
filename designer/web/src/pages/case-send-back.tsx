import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Form, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { ApiError, api, need } from '../api/client'
import { useLang } from '../app/lang'
import type { CaseData } from './case'
import { useKey } from './case-act'

interface Values {
  to: string
  note: string
}

/** Sends a case back to an earlier step it has been through. */
export function SendBack({ data, close }: { data: CaseData; close: () => void }) {
  const { t, tx } = useLang()
  const { message } = App.useApp()
  const client = useQueryClient()
  const [form] = Form.useForm<Values>()
  const [notices, setNotices] = useState<string[]>([])
  const key = useKey()
  const steps = data.returns ?? []
  const send = useMutation({
    mutationFn: (v: Values) => {
      setNotices([])
      return need(
        api.POST('/api/v1/cases/{id}/return', {
          params: { path: { id: data.id }, header: { 'If-Match': `"${data.revision}"`, 'Idempotency-Key': key } },
          body: { to: v.to, note: v.note.trim() },
        }),
      )
    },
    onSuccess: (next) => {
      client.setQueryData(['case', data.id], next)
      void client.invalidateQueries({ queryKey: ['cases'] })
      void message.success(t('actionDone', { action: t('sendBack') }))
      close()
    },
    onError: (err) => {
      if (!(err instanceof ApiError) || err.status === 0) return setNotices([t('offline')])
      if (err.status === 409) {
        setNotices([t('changedMeanwhile')])
        void client.invalidateQueries({ queryKey: ['case', data.id] })
        return
      }
      const said = (err.problem?.errors ?? []).map((p) => tx(p.message))
      setNotices(said.length > 0 ? said : [t('failed')])
    },
  })
  const told = data.notice?.sent.some((n) => n.matters.some((m) => m.id === data.matter))
  const shown = steps.length > 0 ? notices : [...notices, t('actionGone')]
  return (
    <Modal
      open
      title={t('sendBack')}
      onCancel={close}
      onOk={() => form.submit()}
      okText={t('confirmAction', { action: t('sendBack') })}
      okButtonProps={{ loading: send.isPending, disabled: steps.length === 0 }}
      cancelText={t('cancel')}
      mask={{ closable: false }}
      width={640}
      destroyOnHidden
    >
      <p className="om-dim">{t('sendBackHint')}</p>
      {told && <Alert type="warning" showIcon className="om-notice" title={t('noticeTakenBack')} />}
      {shown.length > 0 && (
        <Alert
          type="warning"
          showIcon
          role="alert"
          className="om-notice"
          title={shown.map((n) => <div key={n}>{n}</div>)}
        />
      )}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ to: steps[0]?.id }}
        onFinish={(v) => send.mutate(v)}
      >
        <Form.Item name="to" label={t('sendBackTo')}>
          <Radio.Group className="om-choices" options={steps.map((s) => ({ value: s.id, label: tx(s.name) }))} />
        </Form.Item>
        <Form.Item
          name="note"
          className="om-note"
          label={t('sendBackNote')}
          extra={t('sendBackNoteHint')}
          rules={[{ required: true, whitespace: true, message: t('sendBackNoteNeeded') }]}
        >
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={2000} showCount />
        </Form.Item>
      </Form>
    </Modal>
  )
}
