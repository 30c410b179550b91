import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { ApiError, api, need } from '../../api/client'
import { useLang } from '../../app/lang'
import { refusals } from './notices'
import { type Duty, type DutyEvent, useMatterFields, useOrganisations, useSources } from './queries'

interface Said {
  note?: string
  department?: string
  source?: string
  keyField?: string
  from?: string
  until?: string
  coverage?: string
}

const reasons: DutyEvent[] = ['return', 'reassign', 'assign', 'end']

/** One step, with what it means before it is taken. */
export function DutyAct({ duty, event, close }: { duty: Duty; event: DutyEvent; close: () => void }) {
  const words = useLang()
  const { t, tx } = words
  const { message } = App.useApp()
  const client = useQueryClient()
  const [form] = Form.useForm<Said>()
  const [notices, setNotices] = useState<string[]>([])
  const [key] = useState(() => crypto.randomUUID())
  const organisations = useOrganisations()
  const sources = useSources()
  const fields = useMatterFields(event === 'confirm' ? duty.matter : '')
  const item = duty.kind === 'field' ? duty.element : duty.item
  const able = (sources.data ?? []).filter(
    (s) =>
      s.enabled &&
      s.department === duty.department &&
      (duty.kind === 'field' ? s.elements : s.materials).includes(item ?? ''),
  )
  const source = Form.useWatch('source', form)
  const keyElement = able.find((s) => s.id === source)?.key
  const keys = (fields.data ?? []).filter((f) => f.element === keyElement)
  const act = useMutation({
    mutationFn: (said: Said) =>
      need(
        api.POST('/api/v1/duties/{id}/steps', {
          params: {
            path: { id: duty.id },
            header: { 'If-Match': `"${duty.revision}"`, 'Idempotency-Key': key },
          },
          body: { event, ...said },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries()
      void message.success(t('dutyDone', { step: t(`dutyEvent_${event}`) }))
      close()
    },
    onError: async (err) => {
      setNotices(refusals(err, words))
      if (err instanceof ApiError && err.status === 409) await client.invalidateQueries()
    },
  })
  return (
    <Modal
      open
      title={t(`dutyEvent_${event}`)}
      okText={t(`dutyEvent_${event}`)}
      okButtonProps={{ danger: event === 'end' || event === 'withdraw', loading: act.isPending }}
      cancelText={t('cancel')}
      onCancel={close}
      onOk={() => form.submit()}
    >
      <p>{t(`dutyMeans_${event}`)}</p>
      {notices.map((n) => (
        <Alert key={n} type="error" showIcon role="alert" title={n} style={{ marginBottom: 8 }} />
      ))}
      {event === 'confirm' && sources.data && able.length === 0 && (
        <Alert type="warning" showIcon title={t('dutyNoSource')} style={{ marginBottom: 8 }} />
      )}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(said) => {
          setNotices([])
          act.mutate(Object.fromEntries(Object.entries(said).filter(([, v]) => v)))
        }}
      >
        {event === 'reassign' && (
          <Form.Item
            name="department"
            label={t('dutyDepartment')}
            rules={[{ required: true, message: t('chooseOne') }]}
          >
            <Select
              options={organisations.data
                ?.filter((o) => o.id !== duty.department)
                .map((o) => ({ value: o.id, label: tx(o.name) }))}
            />
          </Form.Item>
        )}
        {event === 'confirm' && (
          <>
            <Form.Item name="source" label={t('dutySource')} rules={[{ required: true, message: t('chooseOne') }]}>
              <Select options={able.map((s) => ({ value: s.id, label: tx(s.name) }))} />
            </Form.Item>
            <Form.Item
              name="keyField"
              label={t('dutyKeyField')}
              rules={duty.kind === 'material' ? [{ required: true, message: t('chooseOne') }] : []}
            >
              <Select
                allowClear
                placeholder={duty.kind === 'field' ? t('dutyKeyBeside') : undefined}
                options={keys.map((f) => ({ value: f.path, label: `${tx(f.subject.name)} · ${tx(f.label)}` }))}
              />
            </Form.Item>
            <Form.Item name="from" label={t('dutyFrom')}>
              <Input type="date" />
            </Form.Item>
            <Form.Item name="coverage" label={t('dutyCoverage')} extra={t('dutyCoverageHint')}>
              <Input maxLength={2000} />
            </Form.Item>
          </>
        )}
        {event === 'end' && (
          <Form.Item name="until" label={t('dutyUntil')}>
            <Input type="date" />
          </Form.Item>
        )}
        <Form.Item
          name="note"
          label={t('dutyNote')}
          rules={reasons.includes(event) ? [{ required: true, whitespace: true, message: t('sayWhy') }] : []}
        >
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
