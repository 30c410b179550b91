import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Form, type FormInstance, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { ApiError } from '../api/client'
import { useLang } from '../app/lang'
import type { CaseData } from './case'
import { useKey } from './case-act'

interface Header {
  'If-Match': string
  'Idempotency-Key': string
}

/** A write to a case as it was seen: what goes wrong is told, and nothing typed is lost. */
export function useDecision<V>(
  data: CaseData,
  done: string,
  close: () => void,
  send: (values: V, header: Header) => Promise<CaseData>,
) {
  const { t, tx } = useLang()
  const { message } = App.useApp()
  const client = useQueryClient()
  const [notices, setNotices] = useState<string[]>([])
  const key = useKey()
  const write = useMutation({
    mutationFn: (values: V) => {
      setNotices([])
      return send(values, { 'If-Match': `"${data.revision}"`, 'Idempotency-Key': key })
    },
    onSuccess: (next) => {
      client.setQueryData(['case', data.id], next)
      void client.invalidateQueries({ queryKey: ['cases'] })
      void message.success(done)
      close()
    },
    onError: (err) => {
      if (!(err instanceof ApiError) || err.status === 0) return setNotices([t('offline')])
      if (err.status === 409) void client.invalidateQueries({ queryKey: ['case', data.id] })
      const told = (err.problem?.errors ?? []).map((p) => tx(p.message))
      setNotices(told.length > 0 ? told : [t(err.status === 409 ? 'changedMeanwhile' : 'failed')])
    },
  })
  return { notices, write }
}

/** Asks for what a decision needs, with its consequence spelled out. */
export function Decide<V>(props: {
  title: string
  consequence: string
  danger?: boolean
  form: FormInstance<V>
  decision: ReturnType<typeof useDecision<V>>
  close: () => void
  initial?: Partial<V>
  children?: ReactNode
}) {
  const { title, consequence, danger, form, decision, close, initial, children } = props
  const { t } = useLang()
  return (
    <Modal
      open
      title={title}
      onCancel={close}
      onOk={() => form.submit()}
      okText={t('confirmAction', { action: title })}
      okButtonProps={{ danger, loading: decision.write.isPending }}
      cancelText={t('cancel')}
      mask={{ closable: false }}
      width={640}
      destroyOnHidden
    >
      <p className="om-dim">{consequence}</p>
      {decision.notices.length > 0 && (
        <Alert
          type="warning"
          showIcon
          role="alert"
          className="om-notice"
          title={decision.notices.map((n) => <div key={n}>{n}</div>)}
        />
      )}
      <Form
        form={form}
        layout="vertical"
        initialValues={initial as never}
        onFinish={(v) => decision.write.mutate(v as V)}
        requiredMark={false}
      >
        {children}
      </Form>
    </Modal>
  )
}
