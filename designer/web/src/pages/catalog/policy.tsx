import { Link, useParams } from '@tanstack/react-router'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'
import { usePolicy } from '../../app/queries'
import { Waiting } from '../../app/waiting'
import { PolicyBench } from './policy-bench'
import { Facts } from './used'

type PolicyData = Schemas['Policy']

/** A policy: what there is to be had, what must hold for it, how it is claimed, and a bench to try it. */
export function Policy() {
  const { id } = useParams({ from: '/catalog/policies/$id' })
  const { t, tx } = useLang()
  const query = usePolicy(id)
  if (!query.data) return query.isError ? <Failed error={query.error} retry={() => query.refetch()} /> : <Waiting />
  const p = query.data
  return (
    <article className="om-page">
      <header className="om-page-head">
        <p className="om-dim om-crumb">
          <Link to="/catalog/policies">{t('policies')}</Link> / {p.id}
        </p>
        <h1>{tx(p.name)}</h1>
        <p className="om-dim">{tx(p.department.name)}</p>
      </header>
      <section className="om-panel om-body">
        <Facts
          rows={[
            ['policySummary', tx(p.summary)],
            ['policyBenefit', tx(p.benefit)],
            ['policyAmount', p.amount && t('yuan', { n: p.amount })],
            [
              'policyDates',
              [p.from, p.until].some(Boolean) ? `${p.from ?? '…'} – ${p.until ?? '…'}` : t('policyNoEnd'),
            ],
            ['basis', tx(p.basis)],
            ['policyClaim', <Behind key="claim" policy={p} />],
            [
              'materials',
              p.materials.length > 0 &&
                p.materials.map((m) => (
                  <Link key={m.id} to="/catalog/materials" search={{ id: m.id } as never} className="om-block">
                    {tx(m.name)}
                  </Link>
                )),
            ],
            ['pack', p.pack],
          ]}
        />
      </section>
      <Criteria policy={p} />
      <PolicyBench policy={p} />
    </article>
  )
}

/** The theme or the matters through which it is claimed. */
function Behind({ policy: p }: { policy: PolicyData }) {
  const { tx } = useLang()
  if (p.theme)
    return (
      <Link to="/catalog/themes/$id" params={{ id: p.theme.id }}>
        {tx(p.theme.name)}
      </Link>
    )
  return p.matters.map((m) => (
    <Link key={m.id} to="/catalog/matters/$id" params={{ id: m.id }} className="om-block">
      {tx(m.name)}
    </Link>
  ))
}

function Criteria({ policy: p }: { policy: PolicyData }) {
  const { t, tx } = useLang()
  return (
    <section className="om-panel">
      <header>
        <h2>{t('policyConditions')}</h2>
        <span className="om-dim">{t('policyConditionsLead')}</span>
      </header>
      <ol className="om-guide">
        {p.criteria.map((c) => (
          <li key={c.id}>
            <div>
              <strong>{tx(c.text)}</strong>
              <p className="om-dim om-small">{tx(c.words)}</p>
              <p>
                <code className="om-code">{c.when}</code>
              </p>
            </div>
            <p>
              {c.remedy && <span className="om-dim">{t('policyRemedy')}</span>} {tx(c.remedy) || t('policyNoRemedy')}
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}
