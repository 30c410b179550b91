import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Empty, Space, Switch, Upload } from 'antd'
import { useState } from 'react'
import { api, need } from '../../api/client'
import { download } from '../../app/csv'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'
import { useElements, useMaterials } from '../../app/queries'
import { is, type Me, useMe } from '../../app/session'
import { Waiting } from '../../app/waiting'
import { NewRegister } from './new-register'
import { refusals } from './notices'
import { type Source, useOrganisations, useSources } from './queries'
import { emptySheet, rowsOf } from './rows'

/** Whoever may read a register's rows puts them: its department alone. */
const keeps = (me: Me | null | undefined, department: string) => is(me, 'manager') && me?.organisation === department

/** Names the elements and materials of sources. */
export function useNames(): (id: string) => string {
  const { tx } = useLang()
  const elements = useElements()
  const materials = useMaterials()
  return (id) =>
    tx(elements.data?.find((e) => e.id === id)?.name ?? materials.data?.find((m) => m.id === id)?.name) || id
}

/** The data departments keep here, and the services they connect. */
export function Registers() {
  const { t } = useLang()
  const { data: me } = useMe()
  const sources = useSources()
  const [fresh, setFresh] = useState(false)
  if (sources.isError && !sources.data) return <Failed error={sources.error} retry={() => sources.refetch()} />
  if (sources.isPending) return <Waiting />
  return (
    <>
      <div className="om-filters">
        <span className="om-dim">{t('sourcesLead')}</span>
        {is(me, 'manager', 'administrator') && (
          <Button type="primary" onClick={() => setFresh(true)}>
            {t('sourceNew')}
          </Button>
        )}
      </div>
      {sources.data.length === 0 && (
        <div className="om-panel om-body">
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('sourcesNone')} />
        </div>
      )}
      <ul className="om-registers">
        {sources.data.map((s) => (
          <li key={s.id}>
            <Register
              source={s}
              mine={is(me, 'administrator') || keeps(me, s.department)}
              rows={keeps(me, s.department)}
            />
          </li>
        ))}
      </ul>
      {fresh && <NewRegister close={() => setFresh(false)} />}
    </>
  )
}

function Register({ source, mine, rows: put }: { source: Source; mine: boolean; rows: boolean }) {
  const words = useLang()
  const { t, tx, lang } = words
  const and = lang === 'zh' ? '、' : ', '
  const { message } = App.useApp()
  const client = useQueryClient()
  const organisations = useOrganisations()
  const name = useNames()
  const [notices, setNotices] = useState<string[]>([])
  const detail = useQuery({
    queryKey: ['source', source.id],
    queryFn: () => need(api.GET('/api/v1/sources/{id}', { params: { path: { id: source.id } } })),
  })
  const upload = useMutation({
    mutationFn: async (file: File) => {
      setNotices([])
      const rows = rowsOf(source, await file.text())
      if (!rows) return void setNotices([t('sourceUnreadable')])
      const done = await need(
        api.PUT('/api/v1/sources/{id}/rows', { params: { path: { id: source.id } }, body: { rows } }),
      )
      void message.success(t('sourceUploaded', { n: done.rows }))
      await client.invalidateQueries({ queryKey: ['source', source.id] })
    },
    onError: (err) => setNotices(refusals(err, words)),
  })
  const turn = useMutation({
    mutationFn: (enabled: boolean) =>
      need(
        api.PUT('/api/v1/sources/{id}', {
          params: { path: { id: source.id }, header: { 'If-Match': `"${source.revision}"` } },
          body: { name: source.name, elements: source.elements, materials: source.materials, url: source.url, enabled },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['sources'] }),
    onError: (err) => setNotices(refusals(err, words)),
  })
  return (
    <section className="om-panel" aria-label={tx(source.name)}>
      <header>
        <h2>{tx(source.name)}</h2>
        <span className="om-dim">
          {tx(organisations.data?.find((o) => o.id === source.department)?.name)} · {t(`sourceKind_${source.kind}`)}
        </span>
      </header>
      <div className="om-body">
        <dl>
          <dt>{t('sourceKey')}</dt>
          <dd>{name(source.key)}</dd>
          {source.elements.length > 0 && (
            <>
              <dt>{t('sourceElements')}</dt>
              <dd>{source.elements.map(name).join(and)}</dd>
            </>
          )}
          {source.materials.length > 0 && (
            <>
              <dt>{t('sourceMaterials')}</dt>
              <dd>{source.materials.map(name).join(and)}</dd>
            </>
          )}
          {source.url && (
            <>
              <dt>{t('sourceURL')}</dt>
              <dd>{source.url}</dd>
            </>
          )}
          {source.kind === 'register' && detail.data && (
            <>
              <dt>{t('sourceHolds')}</dt>
              <dd>{t('sourceRows', { n: detail.data.rows })}</dd>
            </>
          )}
        </dl>
        {notices.map((n) => (
          <Alert key={n} type="error" showIcon role="alert" title={n} style={{ marginBottom: 8 }} />
        ))}
        {mine ? (
          <Space wrap>
            {put && source.kind === 'register' && (
              <>
                <Upload
                  accept=".csv,text/csv"
                  showUploadList={false}
                  beforeUpload={(file) => {
                    upload.mutate(file)
                    return false
                  }}
                >
                  <Button loading={upload.isPending}>{t('sourceUpload')}</Button>
                </Upload>
                <Button onClick={() => download(`${source.id}.csv`, emptySheet(source, name))}>
                  {t('sourceTemplate')}
                </Button>
              </>
            )}
            <Switch
              checked={source.enabled}
              loading={turn.isPending}
              onChange={(on) => turn.mutate(on)}
              checkedChildren={t('sourceOn')}
              unCheckedChildren={t('sourceOff')}
              aria-label={t('sourceOn')}
            />
          </Space>
        ) : (
          <span className="om-dim">{t(source.enabled ? 'sourceOn' : 'sourceOff')}</span>
        )}
      </div>
    </section>
  )
}
