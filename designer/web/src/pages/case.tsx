import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Alert } from 'antd'
import { api, need, type Schemas } from '../api/client'
import { useLang } from '../app/lang'
import { Failed } from '../app/not-found'
import { handles, useMe } from '../app/session'
import { instant } from '../app/time'
import { Waiting } from '../app/waiting'
import './case.css'
import { Actions } from './case-actions'
import { Answers, Materials } from './case-answers'
import { AskedOthers, Wanted } from './case-asked'
import { Clocks } from './case-clocks'
import { History } from './case-history'
import { InHand } from './case-holder'
import { Notice } from './case-notice'
import { Progress } from './case-progress'
import { Standing } from './case-standing'
import { Visits } from './case-visit'

export type CaseData = Schemas['Case']

export const caseQuery = (id: string) => ({
  queryKey: ['case', id],
  queryFn: () => need(api.GET('/api/v1/cases/{id}', { params: { path: { id } } })),
})

/** The case on one screen: what was answered, materials, history, what can be done. */
export function Case() {
  const { id } = useParams({ from: '/cases/$id' })
  const { t, tx, lang } = useLang()
  const { data: me } = useMe()
  const query = useQuery(caseQuery(id))
  if (!query.data) return query.isError ? <Failed error={query.error} retry={() => query.refetch()} /> : <Waiting />
  const c = query.data
  return (
    <article className="om-case">
      <header className="om-case-head">
        <div>
          <p className="om-dim om-crumb">
            {handles(me) ? <Link to="/worklist">{t('worklist')}</Link> : <Link to="/cases">{t('cases')}</Link>} /{' '}
            {c.number}
          </p>
          <h1>{c.title || c.number}</h1>
          <p className="om-case-sub">
            {tx(c.matterName) || tx(c.themeName)}
            {c.matterName && c.themeName && <span className="om-dim"> · {tx(c.themeName)}</span>}
            <span className="om-dim"> · {tx(c.department.name)}</span>
            {c.authority && <span className="om-dim"> ({t('onBehalfOf', { department: tx(c.authority.name) })})</span>}
          </p>
        </div>
        {!c.told && (
          <dl className="om-facts">
            <div>
              <dt>{t('step')}</dt>
              <dd>{tx(c.stateName) || (c.status && t(`status_${c.status}`))}</dd>
            </div>
            <div>
              <dt>{t('light')}</dt>
              <dd>
                <Standing item={c} />
              </dd>
            </div>
            <div>
              <dt>{t('applicant')}</dt>
              <dd>{c.applicant}</dd>
            </div>
            <div>
              <dt>{t('submitted')}</dt>
              <dd>{instant(c.submitted, lang)}</dd>
            </div>
          </dl>
        )}
      </header>

      {c.correction && c.status === 'asking' && (
        <Alert
          type="warning"
          showIcon
          title={t('askedOn', { when: instant(c.correction.asked, lang), by: c.correction.by })}
          description={<p className="om-pre">{c.correction.note}</p>}
        />
      )}
      {c.status === 'waiting' && <Alert type="info" showIcon title={t('waitingLead')} />}
      {c.result && <ResultBox data={c} />}

      <div className="om-case-body">
        <div className="om-case-main">
          {c.children.length > 0 && <Children list={c.children} />}
          {c.workflow && <Progress data={c} />}
          {c.told && <Alert type="info" showIcon title={t('contributed')} />}
          <Notice data={c} />
          <Visits data={c} />
          <AskedOthers data={c} />
          {!c.told && (
            <>
              <Answers data={c} />
              <Materials data={c} />
            </>
          )}
          <History data={c} />
        </div>
        <aside className="om-case-side">
          <Wanted data={c} />
          {(c.holder || c.handovers) && <InHand data={c} />}
          {(c.actions.length > 0 ||
            (c.matter && c.status === 'running' && !c.asked?.some((a) => a.mine) && !c.told)) && <Actions data={c} />}
          {!c.told && <Clocks data={c} />}
        </aside>
      </div>
    </article>
  )
}

function ResultBox({ data }: { data: CaseData }) {
  const { t, tx, lang } = useLang()
  const r = data.result
  if (!r) return null
  return (
    <section className="om-panel om-result">
      <div>
        <span className="om-dim">{t('resultIssued')}</span>
        <strong>{tx(r.name)}</strong>
      </div>
      <div>
        <span className="om-dim">{t('resultNumber')}</span>
        <strong>{r.number}</strong>
      </div>
      <div>
        <span className="om-dim">{t('issuedOn')}</span>
        <strong>{instant(r.issued, lang)}</strong>
      </div>
      {r.fields.map((f) => (
        <div key={f.path}>
          <span className="om-dim">{tx(f.label)}</span>
          <strong>{tx(f.text)}</strong>
        </div>
      ))}
    </section>
  )
}

function Children({ list }: { list: CaseData['children'] }) {
  const { t, tx } = useLang()
  return (
    <section className="om-panel">
      <header>
        <h2>{t('children')}</h2>
      </header>
      <ul className="om-children">
        {list.map((k) => (
          <li key={k.id}>
            <Link to="/cases/$id" params={{ id: k.id }}>
              {tx(k.matterName)}
            </Link>
            <span className="om-dim">{tx(k.department.name)}</span>
            <span>{tx(k.stateName) || (k.status && t(`status_${k.status}`))}</span>
            <Standing item={k} />
          </li>
        ))}
      </ul>
    </section>
  )
}
