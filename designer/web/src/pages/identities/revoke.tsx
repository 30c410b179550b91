import { Alert, Form, Input, Modal } from 'antd'
import { api, need, type Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { useNoting } from './notes'

/** Says that nobody knows any more who an account belongs to, and why. */
export function Revoke({ who, close }: { who: Schemas['Identity']; close: () => void }) {
  const { t } = useLang()
  const [form] = Form.useForm<{ how: string }>()
  const { notices, noting } = useNoting(
    ({ how }: { how: string }) =>
      need(
        api.POST('/api/v1/identities/{username}/revocation', {
          params: { path: { username: who.username }, header: { 'If-Match': `"${who.revision}"` } },
          body: { how: how.trim() },
        }),
      ),
    () => t('identityGone'),
    close,
  )
  return (
    <Modal
      open
      title={t('identityRevoke')}
      onCancel={close}
      onOk={() => form.submit()}
      okText={t('identityRevoke')}
      okButtonProps={{ loading: noting.isPending, danger: true }}
      cancelText={t('cancel')}
      mask={{ closable: false }}
    >
      <p className="om-dim">{t('identityRevokeLead')}</p>
      {notices.map((n) => (
        <Alert key={n} type="error" showIcon role="alert" title={n} className="om-identity-notice" />
      ))}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(said) => noting.mutate(said)}>
        <Form.Item
          name="how"
          label={t('identityWhy')}
          rules={[{ required: true, whitespace: true, message: t('identityWhyNeeded') }]}
        >
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
