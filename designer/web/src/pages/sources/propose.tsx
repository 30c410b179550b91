import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { api, need, type Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { useMatter, useMatters } from '../../app/queries'
import { refusals } from './notices'
import { useMatterFields, useOrganisations } from './queries'

/** Business staff ask departments: all of a matter by what its standards say, or one item by hand. */
export function Propose({ matter }: { matter?: string }) {
  const words = useLang()
  const { t, tx, lang } = words
  const { message } = App.useApp()
  const client = useQueryClient()
  const [one, setOne] = useState(false)
  const [rest, setRest] = useState<Schemas['Unproposed'][]>([])
  const all = useMutation({
    mutationFn: (m: string) => need(api.POST('/api/v1/duties/propose', { body: { matter: m } })),
    onSuccess: async (done) => {
      await client.invalidateQueries({ queryKey: ['duties'] })
      void message.success(t('dutyProposed', { n: done.proposed }))
      setRest(done.rest)
    },
    onError: (err) => void message.error(refusals(err, words).join(' ')),
  })
  return (
    <>
      {matter && (
        <Button type="primary" loading={all.isPending} onClick={() => all.mutate(matter)}>
          {t('dutyProposeAll')}
        </Button>
      )}
      <Button type={matter ? 'default' : 'primary'} onClick={() => setOne(true)}>
        {t('dutyProposeOne')}
      </Button>
      {one && <ProposeOne matter={matter} close={() => setOne(false)} />}
      {rest.length > 0 && (
        <Alert
          type="info"
          showIcon
          closable={{ onClose: () => setRest([]) }}
          style={{ flexBasis: '100%' }}
          title={t('dutyRest', { n: rest.length })}
          description={rest
            .map((u) =>
              u.fits
                ? t('dutyRestSeveral', {
                    name: tx(u.name),
                    source: u.source,
                    fits: u.fits.map((f) => tx(f)).join(lang === 'zh' ? '、' : ', '),
                  })
                : t('dutyRestNone', { name: tx(u.name), source: u.source }),
            )
            .join(lang === 'zh' ? '；' : '; ')}
        />
      )}
    </>
  )
}

interface Asked {
  matter: string
  item: string
  department: string
  note?: string
}

function ProposeOne({ matter, close }: { matter?: string; close: () => void }) {
  const words = useLang()
  const { t, tx } = words
  const { message } = App.useApp()
  const client = useQueryClient()
  const [form] = Form.useForm<Asked>()
  const [notices, setNotices] = useState<string[]>([])
  const [key] = useState(() => crypto.randomUUID())
  const chosen = Form.useWatch('matter', form) ?? matter ?? ''
  const matters = useMatters()
  const detail = useMatter(chosen)
  const fields = useMatterFields(chosen)
  const organisations = useOrganisations()
  const propose = useMutation({
    mutationFn: ({ item, ...said }: Asked) => {
      const [kind, id] = [item.slice(0, 1) === 'm' ? ('material' as const) : ('field' as const), item.slice(2)]
      return need(
        api.POST('/api/v1/duties', {
          params: { header: { 'Idempotency-Key': key } },
          body: { ...said, kind, item: id },
        }),
      )
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['duties'] })
      void message.success(t('dutyProposed', { n: 1 }))
      close()
    },
    onError: (err) => setNotices(refusals(err, words)),
  })
  return (
    <Modal
      open
      title={t('dutyProposeOne')}
      okText={t('dutyProposeOne')}
      okButtonProps={{ loading: propose.isPending }}
      cancelText={t('cancel')}
      onCancel={close}
      onOk={() => form.submit()}
    >
      {notices.map((n) => (
        <Alert key={n} type="error" showIcon role="alert" title={n} style={{ marginBottom: 8 }} />
      ))}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ matter }}
        onFinish={(said) => {
          setNotices([])
          propose.mutate(said)
        }}
      >
        <Form.Item name="matter" label={t('matter')} rules={[{ required: true, message: t('chooseOne') }]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={matters.data?.map((m) => ({ value: m.id, label: tx(m.name) }))}
            onChange={() => form.setFieldValue('item', undefined)}
          />
        </Form.Item>
        <Form.Item name="item" label={t('dutyItem')} rules={[{ required: true, message: t('chooseOne') }]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={[
              ...(fields.data ?? []).map((f) => ({
                value: `f:${f.path}`,
                label: `${tx(f.subject.name)} · ${tx(f.label)}`,
              })),
              ...(detail.data?.materials ?? []).map((m) => ({ value: `m:${m.material}`, label: tx(m.label) })),
            ]}
          />
        </Form.Item>
        <Form.Item name="department" label={t('dutyDepartment')} rules={[{ required: true, message: t('chooseOne') }]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={organisations.data?.map((o) => ({ value: o.id, label: tx(o.name) }))}
          />
        </Form.Item>
        <Form.Item name="note" label={t('dutyNote')}>
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
