import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Checkbox, Empty, Popconfirm, Tag } from 'antd'
import { useState } from 'react'
import { api, need, type Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'
import { useRoles } from '../../app/roles'
import '../../app/table.css'
import { instant } from '../../app/time'
import { Waiting } from '../../app/waiting'
import { refusals } from '../sources/notices'
import './deputies.css'
import { NameDeputy } from './name-deputy'

type Delegation = Schemas['Delegation']

/** Who stands in for whom, from which day to which. */
export function Deputies() {
  const { t } = useLang()
  const [naming, setNaming] = useState(false)
  const [all, setAll] = useState(false)
  const query = useInfiniteQuery({
    queryKey: ['delegations', all],
    queryFn: ({ pageParam }) =>
      need(api.GET('/api/v1/delegations', { params: { query: { open: !all, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  })
  const list = query.data?.pages.flatMap((p) => p.items) ?? []
  return (
    <>
      <div className="om-head">
        <h1>{t('deputies')}</h1>
        <span className="om-dim">{t('deputiesLead')}</span>
      </div>
      <div className="om-filters om-deputies-bar">
        <Checkbox checked={all} onChange={(e) => setAll(e.target.checked)}>
          {t('deputyAll')}
        </Checkbox>
        <Button type="primary" onClick={() => setNaming(true)}>
          {t('deputyNew')}
        </Button>
      </div>
      {query.isError && !query.data && <Failed error={query.error} retry={() => query.refetch()} />}
      {query.isPending && <Waiting />}
      {query.data && (
        <div className="om-panel om-deputies">
          {list.length === 0 ? (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('deputyNone')} className="om-body" />
          ) : (
            <table className="om-table">
              <thead>
                <tr>
                  <th>{t('deputyOfficer')}</th>
                  <th>{t('deputyWho')}</th>
                  <th>{t('deputyDays')}</th>
                  <th>{t('deputyRoles')}</th>
                  <th>{t('deputyState')}</th>
                  <th aria-label={t('deputyEnd')} />
                </tr>
              </thead>
              <tbody>
                {list.map((d) => (
                  <Row key={d.id} d={d} />
                ))}
              </tbody>
            </table>
          )}
        </div>
      )}
      {query.hasNextPage && (
        <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {t('more')}
        </Button>
      )}
      {naming && <NameDeputy close={() => setNaming(false)} />}
    </>
  )
}

function Row({ d }: { d: Delegation }) {
  const words = useLang()
  const { t, tx, lang } = words
  const role = useRoles()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [notices, setNotices] = useState<string[]>([])
  const [key] = useState(() => crypto.randomUUID())
  const end = useMutation({
    mutationFn: () =>
      need(
        api.POST('/api/v1/delegations/{id}/end', {
          params: { path: { id: d.id }, header: { 'If-Match': `"${d.revision}"`, 'Idempotency-Key': key } },
        }),
      ),
    onSuccess: () => void message.success(t('saved')),
    onError: (err) => setNotices(refusals(err, words)),
    onSettled: () => client.invalidateQueries({ queryKey: ['delegations'] }),
  })
  return (
    <tr>
      <th scope="row">
        {d.officer.name}
        <small>{tx(d.department.name) || d.department.id}</small>
      </th>
      <td data-label={t('deputyWho')}>
        {d.deputy.name}
        {d.note && <small className="om-pre">{d.note}</small>}
      </td>
      <td data-label={t('deputyDays')} className="om-days">
        {d.from === d.until ? d.from : `${d.from} – ${d.until}`}
        {d.by.id !== d.officer.id && <small>{t('deputyNamedBy', { name: d.by.name })}</small>}
      </td>
      <td data-label={t('deputyRoles')}>{d.roles.map(role).join(t('comma'))}</td>
      <td data-label={t('deputyState')}>
        <State d={d} />
        {d.ended && <small>{t('deputyEndedOn', { when: instant(d.ended, lang) })}</small>}
        {notices.map((n) => (
          <Alert key={n} type="error" showIcon role="alert" title={n} />
        ))}
      </td>
      <td>
        {d.mayEnd && (
          <Popconfirm
            title={t('deputyEndSure')}
            description={t('deputyEndLead', { deputy: d.deputy.name, officer: d.officer.name })}
            okText={t('deputyEnd')}
            cancelText={t('cancel')}
            onConfirm={() => end.mutateAsync().catch(() => undefined)}
          >
            <Button size="small">{t('deputyEnd')}</Button>
          </Popconfirm>
        )}
      </td>
    </tr>
  )
}

function State({ d }: { d: Delegation }) {
  const { t } = useLang()
  if (d.inForce) return <Tag color="success">{t('deputyNow')}</Tag>
  return d.mayEnd || (!d.ended && new Date(d.from) > new Date()) ? (
    <Tag>{t('deputyToCome')}</Tag>
  ) : (
    <Tag>{t('deputyOver')}</Tag>
  )
}
