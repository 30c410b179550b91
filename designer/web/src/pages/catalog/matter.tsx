import { Link, useParams } from '@tanstack/react-router'
import { Tag } from 'antd'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'
import { useForm, useMatter, useMatters, useThemes } from '../../app/queries'
import { useRoles } from '../../app/roles'
import { Scroll } from '../../app/scroll'
import { is, useMe } from '../../app/session'
import { days } from '../../app/time'
import { useConditions } from '../../app/use-conditions'
import { Waiting } from '../../app/waiting'
import { WorkflowDrawing } from '../../graph/workflow'
import { today } from '../dashboard/span'
import { Comparison } from './comparison'
import { Followers } from './followers'
import { MatterHistory } from './matter-history'
import './restructure.css'
import { Facts } from './used'

type MatterData = Schemas['Matter']

/** A matter: whose it is, how long it may take, what it needs, how it runs. */
export function Matter() {
  const { id } = useParams({ from: '/catalog/matters/$id' })
  const { t, tx } = useLang()
  const query = useMatter(id)
  if (!query.data) return query.isError ? <Failed error={query.error} retry={() => query.refetch()} /> : <Waiting />
  const m = query.data
  return (
    <article className="om-page">
      <header className="om-page-head">
        <p className="om-dim om-crumb">
          <Link to="/catalog/matters">{t('matters')}</Link> / {m.id}
        </p>
        <h1>
          {tx(m.name)} {m.category && <Tag>{tx(m.categoryName)}</Tag>}
          {m.standard && <Tag color="processing">{t('standardMatter')}</Tag>}
          {m.cancelled && <Tag color="error">{t('cancelledFrom', { on: m.cancelled.on })}</Tag>}
        </h1>
        <p className="om-dim">{tx(m.departmentName)}</p>
        <Become matter={m} />
      </header>
      {m.cancelled && <Cancelled matter={m} of={m.cancelled} />}
      {m.delegated && <Delegated matter={m} of={m.delegated} />}
      <div className="om-matter-body">
        <About matter={m} />
        <NeededMaterials matter={m} />
      </div>
      <Comparison matter={m} />
      <Followers id={m.id} />
      {m.process && (
        <section className="om-panel">
          <header>
            <h2>{t('workflow')}</h2>
            <span className="om-dim">{t('workflowLead')}</span>
          </header>
          <div className="om-body">
            <WorkflowDrawing workflow={m.process} />
            <StatesTable workflow={m.process} />
          </div>
        </section>
      )}
      <MatterHistory id={m.id} />
    </article>
  )
}

/** What can be done to a matter, as a whole, that people still apply for. */
function Become({ matter: m }: { matter: MatterData }) {
  const { t } = useLang()
  const { data: me } = useMe()
  if (m.cancelled || m.standard || !is(me, 'designer', 'administrator')) return null
  return (
    <p className="om-become">
      <Link to="/catalog/matters/$id/merge" params={{ id: m.id }}>
        {t('mergeMatter')}
      </Link>
      <Link to="/catalog/matters/$id/split" params={{ id: m.id }}>
        {t('splitMatter')}
      </Link>
      <Link to="/catalog/matters/$id/delegate" params={{ id: m.id }}>
        {t('delegateMatter')}
      </Link>
      <Link to="/catalog/matters/$id/cancel" params={{ id: m.id }}>
        {t('cancelMatter')}
      </Link>
    </p>
  )
}

/** The way to take back what has not begun. */
function TakeBack({ matter: m, act, on }: { matter: MatterData; act: 'cancellation' | 'delegation'; on: string }) {
  const { t } = useLang()
  const { data: me } = useMe()
  if (on <= today() || !is(me, 'designer', 'administrator')) return null
  return (
    <p className="om-become">
      <Link to="/catalog/matters/$id/take-back/$act" params={{ id: m.id, act }}>
        {t('takeBack')}
      </Link>
    </p>
  )
}

/** Since when, by what and why nobody applies for it any more, and what is there instead. */
function Cancelled({ matter: m, of: c }: { matter: MatterData; of: NonNullable<MatterData['cancelled']> }) {
  const { t, tx } = useLang()
  const matters = useMatters()
  return (
    <section className="om-panel">
      <header>
        <h2>{t('cancelledFrom', { on: c.on })}</h2>
        <span className="om-dim">{t('cancelledLead')}</span>
      </header>
      <div className="om-body">
        <Facts
          rows={[
            ['basis', tx(c.basis)],
            ['reason', tx(c.reason)],
            [
              'successors',
              c.successors?.map((id) => (
                <Link key={id} to="/catalog/matters/$id" params={{ id }} className="om-block">
                  {tx(matters.data?.find((x) => x.id === id)?.name) || id}
                </Link>
              )),
            ],
          ]}
        />
        {!c.into && <TakeBack matter={m} act="cancellation" on={c.on} />}
      </div>
    </section>
  )
}

/** Who handles it from when on, in whose name, and by what. */
function Delegated({ matter: m, of: d }: { matter: MatterData; of: NonNullable<MatterData['delegated']> }) {
  const { t, tx } = useLang()
  return (
    <section className="om-panel">
      <header>
        <h2>{t(d.kind === 'entrust' ? 'delegatedEntrust' : 'delegatedTransfer')}</h2>
        <span className="om-dim">{t('delegatedLead')}</span>
      </header>
      <div className="om-body">
        <Facts
          rows={[
            ['delegatedTo', tx(m.delegateName)],
            ['decidedBy', tx(d.kind === 'entrust' ? m.departmentName : m.delegateName)],
            [
              'delegatedSpan',
              d.until ? t('delegatedBetween', { on: d.on, until: d.until }) : t('delegatedFrom', { on: d.on }),
            ],
            ['basis', tx(d.basis)],
            ['reason', tx(d.reason)],
          ]}
        />
        <TakeBack matter={m} act="delegation" on={d.on} />
      </div>
    </section>
  )
}

function About({ matter: m }: { matter: MatterData }) {
  const { t, tx } = useLang()
  const matters = useMatters()
  const themes = useThemes()
  const form = useForm(m.form)
  const fields = form.data?.sections.flatMap((s) => s.fields) ?? []
  const yields = (m.result.yields ?? []).map((p) => tx(fields.find((f) => f.path === p)?.label) || p)
  const fee = Number(m.fee ?? '0')
  return (
    <section className="om-panel om-body">
      <Facts
        rows={[
          ['basis', tx(m.basis)],
          ['promisedLimit', t('limitDays', { n: days(m.promisedDays) })],
          ['statutory', t('limitDays', { n: days(m.statutoryDays) })],
          ['fee', Number.isNaN(fee) ? m.fee : fee === 0 ? t('free') : t('yuan', { n: m.fee ?? '' })],
          [
            'preconditions',
            m.preconditions?.length
              ? m.preconditions.map((p) => (
                  <Link key={p} to="/catalog/matters/$id" params={{ id: p }} className="om-block">
                    {tx(matters.data?.find((x) => x.id === p)?.name) || p}
                  </Link>
                ))
              : t('none'),
          ],
          [
            'form',
            <Link key="form" to="/catalog/forms/$id" params={{ id: m.form }}>
              {t('openForm')} · {t('fieldsCount', { n: m.fields })}
            </Link>,
          ],
          [
            'result',
            <span key="result">
              {tx(m.result.name)}
              {yields.length > 0 && (
                <small className="om-dim om-block">{t('resultYields', { list: yields.join(t('comma')) })}</small>
              )}
              {m.result.check?.map((c) => (
                <small key={c.field + c.rule} className="om-dim om-block">
                  {t('resultChecked', { rule: c.rule, message: tx(c.message) })}
                </small>
              ))}
            </span>,
          ],
          [
            'inThemes',
            m.themes.length > 0 &&
              m.themes.map((id) => (
                <Link key={id} to="/catalog/themes/$id" params={{ id }} className="om-block">
                  {tx(themes.data?.find((x) => x.id === id)?.name) || id}
                </Link>
              )),
          ],
        ]}
      />
    </section>
  )
}

function NeededMaterials({ matter: m }: { matter: MatterData }) {
  const { t, tx } = useLang()
  const form = useForm(m.form)
  const when = useConditions({ fields: form.data?.sections.flatMap((s) => s.fields) })
  const list = m.materials ?? []
  return (
    <section className="om-panel">
      <header>
        <h2>{t('materials')}</h2>
        <span className="om-dim">{t('countOf', { n: list.length })}</span>
      </header>
      <ul className="om-body om-needed">
        {list.length === 0 && <li className="om-dim">{t('none')}</li>}
        {list.map((u) => (
          <li key={u.material}>
            <div>
              <Link to="/catalog/materials" search={{ id: u.material } as never}>
                {tx(u.label)}
              </Link>
              {tx(m.materialNames[u.material]) !== tx(u.label) && (
                <small className="om-dim om-block">{tx(m.materialNames[u.material])}</small>
              )}
              {u.note && <small className="om-dim om-block">{tx(u.note)}</small>}
            </div>
            <span className="om-dim">
              {u.when
                ? t('neededWhen', { when: when(u.when) })
                : u.required
                  ? t('materialRequired')
                  : t('materialOptional')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The drawing again, for whoever would rather read it. */
function StatesTable({ workflow }: { workflow: NonNullable<MatterData['process']> }) {
  const { t, tx } = useLang()
  const role = useRoles()
  const name = (id: string) => tx(workflow.states.find((s) => s.id === id)?.name) || id
  return (
    <details className="om-alternative">
      <summary>{t('asTable')}</summary>
      <Scroll label={t('workflow')}>
        <table className="om-table">
          <thead>
            <tr>
              <th scope="col">{t('step')}</th>
              <th scope="col">{t('who')}</th>
              <th scope="col">{t('allowedDays')}</th>
              <th scope="col">{t('leadsTo')}</th>
            </tr>
          </thead>
          <tbody>
            {workflow.states.map((s) => (
              <tr key={s.id}>
                <th scope="row">{tx(s.name)}</th>
                <td>{s.type === 'wait' ? t('applicant') : (s.roles ?? []).map(role).join(t('comma')) || '—'}</td>
                <td>{s.type === 'wait' ? t('lightPaused') : s.limit ? t('limitDays', { n: days(s.limit) }) : '—'}</td>
                <td>
                  {(s.on ?? []).map((x) => (
                    <span key={x.event} className="om-block">
                      {tx(x.label)} → {name(x.target)}
                    </span>
                  ))}
                  {!s.on?.length && '—'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  )
}
