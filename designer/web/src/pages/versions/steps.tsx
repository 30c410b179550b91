import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input, Modal, Space } from 'antd'
import { useState } from 'react'
import { ApiError, api, need } from '../../api/client'
import { useLang } from '../../app/lang'
import { Notices } from '../../app/notices'
import { is, type Me, useMe } from '../../app/session'
import { useUrl } from '../../app/url'
import type { Version } from './versions'

type Step = 'submit' | 'return' | 'approve' | 'publish' | 'discard' | 'retire'

/** What may be done to a version now, by whom. */
function offered(v: Version, me: Me | null | undefined): Step[] {
  const administrator = is(me, 'administrator')
  switch (v.stage) {
    case 'draft':
      return ['submit', 'discard']
    case 'review':
      return [
        ...(v.approvals.some((a) => a.by.id === me?.account) ? [] : ['approve' as const]),
        ...(administrator ? ['publish' as const] : []),
        'return',
      ]
    case 'published':
      return administrator ? ['retire'] : []
  }
  return []
}

/** The steps of a version, each with what it means before it is taken. */
export function Steps({ version, pack }: { version: Version; pack: string }) {
  const { t } = useLang()
  const { data: me } = useMe()
  const [step, setStep] = useState<Step>()
  const list = offered(version, me)
  if (list.length === 0) return null
  return (
    <>
      <Space wrap className="om-steps">
        {list.map((s, i) => (
          <Button
            key={s}
            type={i === 0 && s !== 'retire' ? 'primary' : 'default'}
            danger={s === 'retire' || s === 'discard'}
            onClick={() => setStep(s)}
          >
            {t(`step_${s}`)}
          </Button>
        ))}
      </Space>
      {step && <Take version={version} pack={pack} step={step} close={() => setStep(undefined)} />}
    </>
  )
}

/** Drafts and running cases of the pack's themes, which stay with their version. */
function useRunning(pack: string, enabled: boolean) {
  return useQuery({
    queryKey: ['running', pack],
    enabled,
    queryFn: async () => {
      const themes = await need(api.GET('/api/v1/themes'))
      let drafts = 0
      let cases = 0
      for (const theme of themes.items) {
        const { running } = await need(
          api.GET('/api/v1/impact', { params: { query: { kind: 'theme', id: theme.id } } }),
        )
        drafts += running.drafts
        cases += running.cases
      }
      return { drafts, cases }
    },
  })
}

function Take({ version, pack, step, close }: { version: Version; pack: string; step: Step; close: () => void }) {
  const { t, tx, lang } = useLang()
  const { message } = App.useApp()
  const client = useQueryClient()
  const [, change] = useUrl()
  const [form] = Form.useForm<{ comment?: string }>()
  const [notices, setNotices] = useState<string[]>([])
  const running = useRunning(pack, step === 'publish')
  const take = useMutation({
    mutationFn: async ({ comment }: { comment?: string }) => {
      setNotices([])
      const body = { comment: comment?.trim() || undefined }
      const params = { path: { id: version.id }, header: { 'If-Match': `"${version.revision}"` } }
      switch (step) {
        case 'submit':
          return void (await need(api.POST('/api/v1/versions/{id}/submit', { params, body })))
        case 'return':
          return void (await need(api.POST('/api/v1/versions/{id}/return', { params, body })))
        case 'approve':
          return void (await need(api.POST('/api/v1/versions/{id}/approve', { params, body })))
        case 'publish':
          return void (await need(api.POST('/api/v1/versions/{id}/publish', { params, body })))
        case 'discard':
          return void (await api.DELETE('/api/v1/versions/{id}', { params }))
        case 'retire':
          return void (await api.POST('/api/v1/releases/{hash}/retire', {
            params: { path: { hash: version.hash } },
            body,
          }))
      }
    },
    onSuccess: async () => {
      await client.invalidateQueries()
      if (step === 'discard') change({ id: undefined })
      void message.success(t('stepDone', { step: t(`step_${step}`) }))
      close()
    },
    onError: async (err) => {
      if (!(err instanceof ApiError) || err.status === 0) return setNotices([t('offline')])
      const words = (err.problem?.errors ?? []).slice(0, 8).map((p) => tx(p.message))
      if (err.problem?.code === 'conflict') setNotices([t('stepStale')])
      else setNotices(words.length > 0 ? words : [t('failed')])
      // Something changed elsewhere: what is shown behind the notice does, too.
      if (err.status === 409) await client.invalidateQueries()
    },
  })
  const numbers = new Intl.NumberFormat(lang === 'zh' ? 'zh-CN' : 'en')
  const figure = (n: number | undefined) => (n === undefined ? '…' : numbers.format(n))
  return (
    <Modal
      open
      title={`${t(`step_${step}`)} · ${version.version}`}
      okText={t(`step_${step}`)}
      okButtonProps={{ danger: step === 'retire' || step === 'discard', loading: take.isPending }}
      cancelText={t('cancel')}
      onCancel={close}
      onOk={() => form.submit()}
    >
      <p>{t(`means_${step}`, { drafts: figure(running.data?.drafts), cases: figure(running.data?.cases) })}</p>
      <Notices list={notices} />
      {step !== 'discard' && (
        <Form form={form} layout="vertical" onFinish={(v) => take.mutate(v)}>
          <Form.Item name="comment" label={t('comment')}>
            <Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 6 }} />
          </Form.Item>
        </Form>
      )}
      {step === 'discard' && <Form form={form} onFinish={() => take.mutate({})} />}
    </Modal>
  )
}
