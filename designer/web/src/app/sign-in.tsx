import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { ApiError } from '../api/client'
import { useLang } from './lang'
import { useSignIn, useSignOut } from './session'

export function SignIn({ refused }: { refused?: string }) {
  const { t, tx, lang, setLang } = useLang()
  const signIn = useSignIn()
  const signOut = useSignOut()
  const [failure, setFailure] = useState<string | undefined>(refused)
  const [busy, setBusy] = useState(false)
  const submit = async (v: { username: string; password: string }) => {
    setBusy(true)
    setFailure(undefined)
    try {
      if (refused) await signOut()
      await signIn(v.username.trim(), v.password)
    } catch (err) {
      setFailure(err instanceof ApiError ? tx(err.problem?.errors[0]?.message) || t('failed') : t('offline'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="om-signin">
      <aside className="om-signin-art">
        <div>
          <h1>{t('product')}</h1>
          <p>{t('tagline')}</p>
        </div>
        <Strands />
      </aside>
      <main className="om-signin-box">
        <h2>{t('signInLead')}</h2>
        <p className="om-dim">
          {t('signInHint')} · <a href="/">{t('citizenHome')}</a>
        </p>
        {failure && <Alert type="error" showIcon title={failure} style={{ marginBottom: 20 }} role="alert" />}
        <Form layout="vertical" requiredMark={false} onFinish={submit} size="large">
          <Form.Item name="username" label={t('username')} rules={[{ required: true, message: t('usernameNeeded') }]}>
            <Input autoComplete="username" autoFocus spellCheck={false} />
          </Form.Item>
          <Form.Item name="password" label={t('password')} rules={[{ required: true, message: t('passwordNeeded') }]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={busy} block>
            {t('signIn')}
          </Button>
        </Form>
        <Button
          type="link"
          onClick={() => setLang(lang === 'zh' ? 'en' : 'zh')}
          style={{ alignSelf: 'flex-start', padding: 0, marginTop: 24 }}
        >
          {t('language')}
        </Button>
      </main>
    </div>
  )
}

/** Eight strands of six departments that become one. */
function Strands() {
  const ys = [8, 30, 52, 74, 96, 118, 140, 162]
  return (
    <svg viewBox="0 0 460 170" fill="none" aria-hidden="true" focusable="false">
      {ys.map((y, i) => (
        <path
          key={y}
          d={`M4 ${y}C170 ${y} 190 85 330 85`}
          stroke="#fff"
          strokeOpacity={0.35 + (i % 3) * 0.2}
          strokeWidth="3"
          strokeLinecap="round"
        />
      ))}
      <path d="M330 85H452" stroke="#fff" strokeWidth="9" strokeLinecap="round" />
    </svg>
  )
}
