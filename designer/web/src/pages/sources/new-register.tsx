import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Form, Input, Modal, Radio, Select } from 'antd'
import { useState } from 'react'
import { api, need } from '../../api/client'
import { useLang } from '../../app/lang'
import { useElements, useMaterials, usePacks } from '../../app/queries'
import { is, useMe } from '../../app/session'
import { refusals } from './notices'
import { useOrganisations } from './queries'

interface Said {
  zh: string
  en?: string
  department: string
  kind: 'register' | 'http'
  pack: string
  key: string
  elements?: string[]
  materials?: string[]
  url?: string
}

/** A department sets a source of its own up. */
export function NewRegister({ close }: { close: () => void }) {
  const words = useLang()
  const { t, tx } = words
  const { message } = App.useApp()
  const client = useQueryClient()
  const { data: me } = useMe()
  const [form] = Form.useForm<Said>()
  const [notices, setNotices] = useState<string[]>([])
  const [secret, setSecret] = useState('')
  const [key] = useState(() => crypto.randomUUID())
  const packs = usePacks()
  const organisations = useOrganisations()
  const elements = useElements()
  const materials = useMaterials()
  const kind = Form.useWatch('kind', form)
  const pack = Form.useWatch('pack', form)
  const own = is(me, 'administrator')
    ? (organisations.data ?? [])
    : (me?.departments ?? []).filter((d) => d.id === me?.organisation).map((d) => ({ id: d.id, name: d.name }))
  const create = useMutation({
    mutationFn: ({ zh, en, ...said }: Said) =>
      need(
        api.POST('/api/v1/sources', {
          params: { header: { 'Idempotency-Key': key } },
          body: { ...said, name: en ? { zh, en } : { zh } },
        }),
      ),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: ['sources'] })
      void message.success(t('saved'))
      if (made.secret) setSecret(made.secret)
      else close()
    },
    onError: (err) => setNotices(refusals(err, words)),
  })
  const needed = [{ required: true, message: t('chooseOne') }]
  const offered = (elements.data ?? []).filter((e) => e.pack === pack).map((e) => ({ value: e.id, label: tx(e.name) }))
  return (
    <Modal
      open
      title={t('sourceNew')}
      okText={t('sourceNew')}
      okButtonProps={{ loading: create.isPending, disabled: secret !== '' }}
      cancelText={t(secret ? 'close' : 'cancel')}
      onCancel={close}
      onOk={() => form.submit()}
    >
      {notices.map((n) => (
        <Alert key={n} type="error" showIcon role="alert" title={n} style={{ marginBottom: 8 }} />
      ))}
      {secret && <Alert type="success" showIcon title={t('sourceSecretOnce')} description={<code>{secret}</code>} />}
      {!secret && (
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ kind: 'register', department: me?.organisation }}
          onFinish={(said) => {
            setNotices([])
            create.mutate(said)
          }}
        >
          <Form.Item
            name="zh"
            label={t('sourceName')}
            rules={[{ required: true, whitespace: true, message: t('sourceName') }]}
          >
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="en" label={t('sourceNameEn')}>
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="department" label={t('dutyDepartment')} rules={needed}>
            <Select options={own.map((o) => ({ value: o.id, label: tx(o.name) }))} />
          </Form.Item>
          <Form.Item name="kind" label={t('sourceKind')}>
            <Radio.Group
              options={(['register', 'http'] as const).map((k) => ({ value: k, label: t(`sourceKind_${k}`) }))}
            />
          </Form.Item>
          <Form.Item name="pack" label={t('sourcePack')} rules={needed}>
            <Select options={packs.data?.map((p) => ({ value: p.name, label: tx(p.title) }))} />
          </Form.Item>
          <Form.Item name="key" label={t('sourceKey')} rules={needed}>
            <Select showSearch={{ optionFilterProp: 'label' }} options={offered} />
          </Form.Item>
          <Form.Item name="elements" label={t('sourceElements')}>
            <Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={offered} />
          </Form.Item>
          <Form.Item name="materials" label={t('sourceMaterials')}>
            <Select
              mode="multiple"
              showSearch={{ optionFilterProp: 'label' }}
              options={(materials.data ?? [])
                .filter((m) => m.pack === pack)
                .map((m) => ({ value: m.id, label: tx(m.name) }))}
            />
          </Form.Item>
          {kind === 'http' && (
            <Form.Item name="url" label={t('sourceURL')} rules={[{ required: true, message: t('sourceURL') }]}>
              <Input type="url" placeholder="https://" />
            </Form.Item>
          )}
        </Form>
      )}
    </Modal>
  )
}
