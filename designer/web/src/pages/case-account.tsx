import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button, Empty, Input } from 'antd'
import { useState } from 'react'
import { api, need, type Schemas } from '../api/client'
import { useLang } from '../app/lang'
import { LightTag } from '../app/light'
import { Failed } from '../app/not-found'
import { Scroll } from '../app/scroll'
import { hundredths, instant, shortDay } from '../app/time'
import { Waiting } from '../app/waiting'
import './case-account.css'

type Account = Schemas['ClockAccount']

/** Why each clock of a case stands as it does: the account day by day, and the ledger behind it. */
export function CaseAccount() {
  const { id } = useParams({ from: '/cases/$id/clocks' })
  const { t, tx, lang } = useLang()
  const [at, setAt] = useState('')
  const query = useQuery({
    queryKey: ['case', id, 'clocks', at],
    queryFn: () => need(api.GET('/api/v1/cases/{id}/clocks', { params: { path: { id }, query: at ? { at } : {} } })),
    placeholderData: (before) => before,
  })
  if (!query.data) return query.isError ? <Failed error={query.error} retry={() => query.refetch()} /> : <Waiting />
  const { cases } = query.data
  return (
    <article className="om-account">
      <header className="om-case-head">
        <div>
          <p className="om-dim om-crumb">
            <Link to="/cases/$id" params={{ id }}>
              {cases[0]?.number ?? id}
            </Link>{' '}
            / {t('clockLedger')}
          </p>
          <h1>{t('accountTitle')}</h1>
          <p className="om-dim">{t('accountLead')}</p>
        </div>
        <div className="om-asof">
          <label htmlFor="asof">{t('accountAt')}</label>
          <Input id="asof" type="date" value={at} onChange={(e) => setAt(e.target.value)} />
          <Button onClick={() => setAt('')} disabled={!at}>
            {t('asOfNow')}
          </Button>
          <span className="om-dim" role="status">
            {query.isError ? t('asOfNot') : instant(query.data.at, lang)}
          </span>
        </div>
      </header>
      {cases.map((c) => (
        <section key={c.case} aria-label={tx(c.matterName)}>
          {cases.length > 1 && <h2>{tx(c.matterName)}</h2>}
          {c.clocks.length === 0 && (
            <div className="om-panel om-body">
              <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noClocks')} />
            </div>
          )}
          {c.clocks.map((k, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step may be entered twice; the order is the ledger's
            <One key={i} account={k} />
          ))}
          {c.ledger.length > 0 && <Ledger lines={c.ledger} />}
        </section>
      ))}
    </article>
  )
}

/** One clock: what was used, why it ends when it does, and its days. */
function One({ account: k }: { account: Account }) {
  const { t, tx, lang } = useLang()
  const over = k.used > k.limit
  return (
    <section className="om-panel">
      <header>
        <h3>
          {tx(k.name)}
          {k.step && <span className="om-dim"> · {tx(k.step)}</span>}
        </h3>
        {!k.ended && <LightTag light={k.light} due={k.due} />}
        <span className={over ? 'om-used om-over' : 'om-used'}>
          {t('usedOf', { used: hundredths(k.used), limit: hundredths(k.limit) })}
        </span>
      </header>
      <div className="om-body">
        <p>
          {k.ended && t('endedOn', { when: instant(k.ended, lang) })}
          {!k.ended && k.due && t('dueOn', { when: instant(k.due, lang) })}
          {!k.ended && !k.due && t('standsStill')}
          {k.first && k.first !== k.due && !k.ended && (
            <span className="om-dim"> {t('firstDue', { when: instant(k.first, lang) })}</span>
          )}
        </p>
        {k.shifts.length > 0 && (
          <ul className="om-shifts" aria-label={t('whyShifted')}>
            {k.shifts.map((s) => (
              <li key={`${s.line}${s.why}`}>
                <strong>{tx(s.text)}</strong>
                {s.basis && <span className="om-dim"> {tx(s.basis)}</span>}
                {s.reason && <blockquote className="om-pre">{s.reason}</blockquote>}
              </li>
            ))}
          </ul>
        )}
        <Strip account={k} />
        <Scroll label={tx(k.name)}>
          <table className="om-table om-stack">
            <thead>
              <tr>
                <th scope="col">{t('days')}</th>
                <th scope="col">{t('whatCounted')}</th>
                <th scope="col" className="om-num">
                  {t('countedDays')}
                </th>
                <th scope="col" className="om-num">
                  {t('soFar')}
                </th>
              </tr>
            </thead>
            <tbody>
              {k.ranges.map((r) => (
                <tr key={r.from} className={r.late ? 'om-late' : undefined}>
                  <td className="om-when-due" data-label={t('days')}>
                    {shortDay(r.from, lang)}
                    {r.to !== r.from && ` – ${shortDay(r.to, lang)}`}
                  </td>
                  <td data-label={t('whatCounted')}>{tx(r.text)}</td>
                  <td className="om-num" data-label={t('countedDays')}>
                    {r.counted > 0 ? `+${hundredths(r.counted)}` : '—'}
                  </td>
                  <td className="om-num" data-label={t('soFar')}>
                    {hundredths(r.used)} / {hundredths(k.limit)}
                    {r.late && <span className="om-over"> {t('lightRed')}</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </div>
    </section>
  )
}

/** The days as a picture of what the table says in words. */
function Strip({ account: k }: { account: Account }) {
  const { t } = useLang()
  const kind = (d: Schemas['ClockDay']) =>
    d.why === 'counted' ? (d.used > k.limit ? 'late' : 'counted') : d.why === 'paused' ? 'paused' : 'off'
  return (
    <div className="om-strip" aria-hidden="true">
      <div className="om-strip-days">
        {k.days.map((d) => (
          <span key={d.date} className={`om-day om-day-${kind(d)}`} title={d.date} />
        ))}
      </div>
      <div className="om-strip-key">
        {(['counted', 'late', 'paused', 'off'] as const)
          .filter((w) => k.days.some((d) => kind(d) === w))
          .map((w) => (
            <span key={w}>
              <span className={`om-day om-day-${w}`} /> {t(`day_${w}`)}
            </span>
          ))}
      </div>
    </div>
  )
}

/** Every line as it was written. */
function Ledger({ lines }: { lines: Schemas['ClockLine'][] }) {
  const { t, tx, lang } = useLang()
  return (
    <section className="om-panel">
      <header>
        <h3>{t('clockLedger')}</h3>
        <span className="om-dim">{t('ledgerLead')}</span>
      </header>
      <Scroll label={t('clockLedger')}>
        <table className="om-table om-wide om-stack">
          <thead>
            <tr>
              <th scope="col">{t('when')}</th>
              <th scope="col">{t('clock')}</th>
              <th scope="col">{t('change')}</th>
              <th scope="col">{t('why')}</th>
              <th scope="col">{t('byWhom')}</th>
              <th scope="col" className="om-num">
                {t('usedLimit')}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((l) => (
              <tr key={l.seq}>
                <td className="om-when-due" data-label={t('when')}>
                  {instant(l.at, lang)}
                </td>
                <td data-label={t('clock')}>{tx(l.name)}</td>
                <td data-label={t('change')}>
                  <strong>{tx(l.kindName)}</strong>
                </td>
                <td data-label={t('why')}>
                  {tx(l.text)}
                  {l.basis && <small className="om-dim om-basis">{tx(l.basis)}</small>}
                  {l.reason && <blockquote className="om-pre">{l.reason}</blockquote>}
                </td>
                <td data-label={t('byWhom')}>{l.by || <span className="om-dim">{t('bySystem')}</span>}</td>
                <td className="om-num" data-label={t('usedLimit')}>
                  {hundredths(l.used)} / {l.limit > 0 ? hundredths(l.limit) : '—'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}
