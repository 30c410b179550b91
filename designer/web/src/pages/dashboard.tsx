import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Alert, Button, Result } from 'antd'
import { ApiError, api, need } from '../api/client'
import { useLang } from '../app/lang'
import { Failed } from '../app/not-found'
import { useMatters } from '../app/queries'
import { is, useMe } from '../app/session'
import { instant } from '../app/time'
import { useUrl } from '../app/url'
import { Waiting } from '../app/waiting'
import './dashboard/dashboard.css'
import './case-list.css'
import { DueList } from './dashboard/due'
import { Figures } from './dashboard/figures'
import { Filters } from './dashboard/filters'
import { Flow } from './dashboard/flow'
import { useNames } from './dashboard/names'
import { NeedlessPanel } from './dashboard/needless'
import { Reality } from './dashboard/reality'
import { Savings } from './dashboard/savings'
import { spanOf, today } from './dashboard/span'
import { Steps } from './dashboard/steps'
import { Work } from './dashboard/work'

/** The managers' page: how it goes, where it sticks, and how every number is counted. */
export function Dashboard() {
  const { t, lang } = useLang()
  const [url] = useUrl()
  const names = useNames()
  const span = spanOf(url, today())
  const departments = url.department?.split(',').filter(Boolean) ?? []
  const query = {
    from: span.from,
    to: span.to,
    theme: url.theme,
    matter: url.matter,
    department: departments.length > 0 ? departments : undefined,
  }
  const answer = useQuery({
    queryKey: ['dashboard', query],
    queryFn: () => need(api.GET('/api/v1/dashboard', { params: { query } })),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
  const { data: me } = useMe()
  const matters = useMatters().data
  const nothing =
    me && matters && !is(me, 'administrator') && !matters.some((m) => me.departments.some((x) => x.id === m.department))
  const d = answer.data
  const down = answer.error instanceof ApiError && answer.error.status === 503
  // The zero time of a warehouse that has seen no event yet.
  const seen = d && !d.asOf.startsWith('0001')
  return (
    <div className={answer.isPlaceholderData ? 'om-dash om-stale' : 'om-dash'} aria-busy={answer.isFetching}>
      <div className="om-head">
        <h1>{t('dashboard')}</h1>
        <span className="om-dim">{t('dashboardLead')}</span>
        {d && !nothing && (
          <span className="om-dim om-asof">{seen ? t('asOf', { when: instant(d.asOf, lang) }) : t('asOfNever')}</span>
        )}
      </div>
      <Filters span={span} departments={departments} />
      {nothing && <Alert type="info" showIcon title={t('noMatters')} />}
      {answer.isPending && <Waiting />}
      {down && (
        <section className="om-panel">
          <Result
            status="info"
            title={t('warehouseDown')}
            subTitle={t('warehouseDownLead')}
            extra={
              <Button loading={answer.isFetching} onClick={() => answer.refetch()}>
                {t('retry')}
              </Button>
            }
          />
        </section>
      )}
      {answer.isError && !down && !d && <Failed error={answer.error} retry={() => answer.refetch()} />}
      {d && !nothing && (
        <>
          <Figures totals={d.totals} metrics={d.metrics} />
          <Flow days={d.flow} metrics={d.metrics} />
          <DueList due={d.due} metrics={d.metrics} names={names} />
          <Work matters={d.matters} departments={d.departments} metrics={d.metrics} names={names} />
          <Steps steps={d.steps} metrics={d.metrics} names={names} />
          <Savings savings={d.savings} metrics={d.metrics} names={names} />
          <Reality reality={d.reality} metrics={d.metrics} names={names} />
          <NeedlessPanel needless={d.needless} metrics={d.metrics} names={names} />
        </>
      )}
    </div>
  )
}
