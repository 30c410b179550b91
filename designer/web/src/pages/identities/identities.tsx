import { useQuery } from '@tanstack/react-query'
import { Button, Empty, Form, Input, Space, Tag } from 'antd'
import { useState } from 'react'
import { ApiError, api, need, type Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Failed, NotFound } from '../../app/not-found'
import { is, useMe } from '../../app/session'
import { instant } from '../../app/time'
import { useUrl } from '../../app/url'
import { Waiting } from '../../app/waiting'
import './identities.css'
import { Revoke } from './revoke'
import { Verify } from './verify'

type Identity = Schemas['Identity']

/** Whom accounts belong to. One is found by its user name: nobody is listed. */
export function Identities() {
  const { data: me } = useMe()
  return is(me, 'verifier', 'administrator') ? <Find /> : <NotFound />
}

function Find() {
  const { t } = useLang()
  const [url, change] = useUrl()
  const username = url.username ?? ''
  const found = useQuery({
    queryKey: ['identity', username],
    queryFn: () => need(api.GET('/api/v1/identities/{username}', { params: { path: { username } } })),
    enabled: username !== '',
    staleTime: 30_000, // each look is on record
    gcTime: 0,
    retry: false,
  })
  const nobody = found.error instanceof ApiError && found.error.status === 404
  return (
    <>
      <div className="om-head">
        <h1>{t('identities')}</h1>
        <span className="om-dim">{t('identitiesLead')}</span>
      </div>
      <Form
        key={username}
        layout="vertical"
        requiredMark={false}
        className="om-identity-find"
        initialValues={{ username }}
        onFinish={(said: { username: string }) => change({ username: said.username.trim().toLowerCase() })}
      >
        <Form.Item
          name="username"
          label={t('identityUsername')}
          rules={[{ required: true, whitespace: true, message: t('usernameNeeded') }]}
        >
          <Input autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={64} />
        </Form.Item>
        <Button type={found.data ? 'default' : 'primary'} htmlType="submit">
          {t('identityFind')}
        </Button>
      </Form>
      <div aria-live="polite">
        {username !== '' && found.isPending && <Waiting />}
        {nobody && (
          <div className="om-panel om-body">
            <Empty
              image={Empty.PRESENTED_IMAGE_SIMPLE}
              description={
                <>
                  <strong className="om-block">{t('identityNobody', { name: username })}</strong>
                  {t('identityNobodyHelp')}
                </>
              }
            />
          </div>
        )}
        {found.isError && !nobody && <Failed error={found.error} retry={() => found.refetch()} />}
        {found.data && <Card who={found.data} />}
      </div>
    </>
  )
}

function Card({ who }: { who: Identity }) {
  const { t, lang } = useLang()
  const [doing, setDoing] = useState<'verify' | 'revoke'>()
  const v = who.verified
  const close = () => setDoing(undefined)
  return (
    <section className="om-panel om-identity" aria-labelledby="identity-name">
      <header>
        <h2 id="identity-name">{who.name}</h2>
        <span className="om-dim">{who.username}</span>
        {v ? <Tag color="success">{t('identityYes')}</Tag> : <Tag>{t('identityNo')}</Tag>}
      </header>
      <div className="om-body">
        {v && (
          <dl>
            <dt>{t('identityName')}</dt>
            <dd>{v.name}</dd>
            <dt>{t('identityNumber')}</dt>
            <dd className="om-identity-number">{v.number}</dd>
            <dt>{t('identityHow')}</dt>
            <dd>{v.how || '—'}</dd>
            <dt>{t('identitySince')}</dt>
            <dd>{instant(v.at, lang)}</dd>
            <dt>{t('identityBy')}</dt>
            <dd>{v.by || t('identityCommandLine')}</dd>
          </dl>
        )}
        <p className="om-dim">{t(v ? 'identityYesMeans' : 'identityNoMeans')}</p>
        <Space wrap>
          <Button type={v ? 'default' : 'primary'} onClick={() => setDoing('verify')}>
            {t(v ? 'identityAnew' : 'identityVerify')}
          </Button>
          {v && (
            <Button danger onClick={() => setDoing('revoke')}>
              {t('identityRevoke')}
            </Button>
          )}
        </Space>
        <h3>{t('identityHistory')}</h3>
        {who.steps.length === 0 && <p className="om-dim">{t('identityHistoryNone')}</p>}
        <ol>
          {who.steps.map((s) => (
            <li key={s.at}>
              <strong>{s.by || t('identityCommandLine')}</strong>{' '}
              {t(s.verified ? 'identityVerified' : 'identityRevoked')}
              <span className="om-dim om-block">{instant(s.at, lang)}</span>
              <span className="om-block om-identity-how">{s.how}</span>
            </li>
          ))}
        </ol>
      </div>
      {doing === 'verify' && <Verify who={who} close={close} />}
      {doing === 'revoke' && <Revoke who={who} close={close} />}
    </section>
  )
}
