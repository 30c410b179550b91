import { Alert, Form, Input, Modal, Radio } from 'antd'
import { api, need, type Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { useNoting } from './notes'

interface Said {
  name: string
  number: string
  evidence: 'card' | 'other' | 'else'
  words?: string
}

/** Says who an account belongs to, with the document in hand. */
export function Verify({ who, close }: { who: Schemas['Identity']; close: () => void }) {
  const { t } = useLang()
  const [form] = Form.useForm<Said>()
  const evidence = Form.useWatch('evidence', form)
  const name = Form.useWatch('name', form)?.trim()
  const { notices, noting } = useNoting(
    ({ name, number, evidence, words }: Said) =>
      need(
        api.PUT('/api/v1/identities/{username}', {
          params: { path: { username: who.username }, header: { 'If-Match': `"${who.revision}"` } },
          body: {
            name: name.trim(),
            number: number.trim(),
            how:
              evidence === 'else'
                ? (words ?? '').trim()
                : t(evidence === 'card' ? 'identityHowCard' : 'identityHowOther'),
          },
        }),
      ),
    (now) => t('identityDone', { name: now.verified?.name ?? '' }),
    close,
  )
  return (
    <Modal
      open
      title={t('identityVerify')}
      onCancel={close}
      onOk={() => form.submit()}
      okText={t('identityVerify')}
      okButtonProps={{ loading: noting.isPending }}
      cancelText={t('cancel')}
      mask={{ closable: false }}
    >
      <p className="om-dim">{t('identityVerifyLead')}</p>
      {notices.map((n) => (
        <Alert key={n} type="error" showIcon role="alert" title={n} className="om-identity-notice" />
      ))}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        autoComplete="off"
        initialValues={{ evidence: 'card' }}
        onFinish={(said) => noting.mutate(said)}
      >
        <Form.Item
          name="name"
          label={t('identityName')}
          rules={[{ required: true, whitespace: true, message: t('identityNameNeeded') }]}
          extra={name && name !== who.name ? t('identityDiffers', { name: who.name }) : undefined}
        >
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="number"
          label={t('identityNumber')}
          rules={[{ required: true, whitespace: true, message: t('identityNumberNeeded') }]}
        >
          <Input maxLength={64} autoComplete="off" autoCapitalize="characters" spellCheck={false} />
        </Form.Item>
        <Form.Item name="evidence" label={t('identityHow')}>
          <Radio.Group
            className="om-identity-evidence"
            options={[
              { value: 'card', label: t('identityHowCard') },
              { value: 'other', label: t('identityHowOther') },
              { value: 'else', label: t('identityHowElse') },
            ]}
          />
        </Form.Item>
        {evidence === 'else' && (
          <Form.Item
            name="words"
            label={t('identityHowWords')}
            rules={[{ required: true, whitespace: true, message: t('identityHowNeeded') }]}
          >
            <Input maxLength={200} autoComplete="off" />
          </Form.Item>
        )}
      </Form>
    </Modal>
  )
}
