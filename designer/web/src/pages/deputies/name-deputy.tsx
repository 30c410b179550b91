import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { api, need, type Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { useMe } from '../../app/session'
import { refusals } from '../sources/notices'

interface Said {
  officer?: string
  deputy: string
  from: string
  until: string
  note?: string
}

const day = (t: Date) =>
  `${t.getFullYear()}-${String(t.getMonth() + 1).padStart(2, '0')}-${String(t.getDate()).padStart(2, '0')}`

/** Names a deputy, for oneself or for an officer of a department one leads. */
export function NameDeputy({ close }: { close: () => void }) {
  const words = useLang()
  const { t, tx } = words
  const { message } = App.useApp()
  const client = useQueryClient()
  const { data: me } = useMe()
  const [form] = Form.useForm<Said>()
  const [notices, setNotices] = useState<string[]>([])
  const [key, setKey] = useState(() => crypto.randomUUID())
  const officer = Form.useWatch('officer', form)
  const from = Form.useWatch('from', form)
  const [today] = useState(() => day(new Date()))
  const choice = useQuery({
    queryKey: ['deputies', officer ?? ''],
    queryFn: () => need(api.GET('/api/v1/delegations/deputies', { params: { query: { officer } } })),
    placeholderData: (was) => was,
  })
  const create = useMutation({
    mutationFn: (said: Said) =>
      need(
        api.POST('/api/v1/delegations', {
          params: { header: { 'Idempotency-Key': key } },
          body: { ...said, note: said.note?.trim() || undefined },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['delegations'] })
      void message.success(t('saved'))
      close()
    },
    onError: (err) => {
      setNotices(refusals(err, words))
      setKey(crypto.randomUUID()) // it will be sent with other words
    },
  })
  const label = (o: Schemas['Officer']) => `${o.name} · ${tx(o.organisation.name) || o.organisation.id}`
  return (
    <Modal
      open
      title={t('deputyNew')}
      onCancel={close}
      onOk={() => form.submit()}
      okText={t('deputyNew')}
      okButtonProps={{ loading: create.isPending }}
      cancelText={t('cancel')}
      mask={{ closable: false }}
    >
      <p className="om-dim">{t('deputyWhat')}</p>
      {notices.map((n) => (
        <Alert key={n} type="error" showIcon role="alert" title={n} className="om-notice" />
      ))}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ from: today }}
        onFinish={(said) => {
          setNotices([])
          create.mutate(said)
        }}
      >
        {(choice.data?.officers.length ?? 0) > 1 || choice.data?.officers[0]?.id !== me?.account ? (
          <Form.Item
            name="officer"
            label={t('deputyOfficer')}
            initialValue={choice.data?.officers[0]?.id}
            rules={[{ required: true, message: t('chooseOne') }]}
          >
            <Select
              loading={choice.isPending}
              showSearch={{ optionFilterProp: 'label' }}
              notFoundContent={t('deputyNobody')}
              onChange={() => form.setFieldValue('deputy', undefined)}
              options={choice.data?.officers.map((o) => ({
                value: o.id,
                label: o.id === me?.account ? t('deputySelf', { name: o.name }) : label(o),
              }))}
            />
          </Form.Item>
        ) : null}
        <Form.Item name="deputy" label={t('deputyWho')} rules={[{ required: true, message: t('deputyWhoNeeded') }]}>
          <Select
            loading={choice.isFetching}
            showSearch={{ optionFilterProp: 'label' }}
            notFoundContent={t('deputyNobody')}
            options={choice.data?.deputies.map((o) => ({ value: o.id, label: label(o) }))}
          />
        </Form.Item>
        <div className="om-deputy-days">
          <Form.Item name="from" label={t('deputyFrom')} rules={[{ required: true, message: t('deputyUntilNeeded') }]}>
            <Input type="date" min={today} />
          </Form.Item>
          <Form.Item
            name="until"
            label={t('deputyUntil')}
            rules={[{ required: true, message: t('deputyUntilNeeded') }]}
          >
            <Input type="date" min={from || today} />
          </Form.Item>
        </div>
        <Form.Item name="note" label={t('deputyNote')}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={2000} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
