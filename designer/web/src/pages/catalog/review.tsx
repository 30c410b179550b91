import { Link } from '@tanstack/react-router'
import { Button, Empty, Select, Tag } from 'antd'
import { useState } from 'react'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'
import { usePacks, useReview } from '../../app/queries'
import { useUrl } from '../../app/url'
import { Waiting } from '../../app/waiting'

type Finding = Schemas['CatalogFinding']
type Saving = Schemas['CatalogSaving']
type Place = Schemas['CatalogPlace']

const shown = 20

/** What the matters of a pack ask needlessly, and what is there twice. */
export function Review() {
  const { t, tx } = useLang()
  const [url, change] = useUrl()
  const packs = (usePacks().data ?? []).filter((p) => p.matters > 0)
  const chosen = packs.find((p) => p.name === url.id)?.name ?? packs[0]?.name
  const query = useReview(chosen)
  const found = query.data
  const codes = [...new Set(found?.findings.map((f) => f.code))]
  return (
    <article className="om-page">
      <header className="om-head">
        <h1>{t('review')}</h1>
        <span className="om-dim">{t('reviewLead')}</span>
      </header>
      <div className="om-review-bar">
        <Select
          aria-label={t('pack')}
          value={chosen}
          onChange={(id) => change({ id }, true)}
          options={packs.map((p) => ({ value: p.name, label: tx(p.title) }))}
        />
        {found && (
          <span>
            {t('reviewCounts', { matters: found.matters, n: found.findings.length })}{' '}
            <Saved of={found.saves} as="savesInAll" />
          </span>
        )}
      </div>
      {query.isError && !found && <Failed error={query.error} retry={() => query.refetch()} />}
      {!found && !query.isError && <Waiting />}
      {found?.findings.length === 0 && (
        <div className="om-panel om-body">
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('reviewClean')} />
        </div>
      )}
      {codes.map((code) => (
        <Findings key={`${chosen} ${code}`} list={found?.findings.filter((f) => f.code === code) ?? []} />
      ))}
    </article>
  )
}

function Findings({ list }: { list: Finding[] }) {
  const { t, tx } = useLang()
  const [all, setAll] = useState(false)
  return (
    <section className="om-panel">
      <header className="om-wraps">
        <h2>{tx(list[0]?.title)}</h2>
        <span className="om-dim">{t('countOf', { n: list.length })}</span>
      </header>
      <p className="om-body om-review-step">{tx(list[0]?.step)}</p>
      <ul className="om-review-list">
        {list.slice(0, all ? undefined : shown).map((f) => (
          <li key={f.places.map((p) => `${p.kind}/${p.id}/${p.path}`).join()}>
            <div className="om-review-words">
              <span>{tx(f.words)}</span>
              <Saved of={f.saves} />
            </div>
            <ul className="om-review-places">
              {f.places.map((p) => (
                <li key={`${p.kind}/${p.id}/${p.path}`}>
                  <At place={p} />
                </li>
              ))}
              {f.more > 0 && <li className="om-dim">{t('andMore', { n: f.more })}</li>}
            </ul>
          </li>
        ))}
      </ul>
      {!all && list.length > shown && (
        <p className="om-body">
          <Button onClick={() => setAll(true)}>{t('allFindings', { n: list.length })}</Button>
        </p>
      )}
    </section>
  )
}

/** A place, as a link where it has a page. */
function At({ place: p }: { place: Place }) {
  const { tx } = useLang()
  const name = tx(p.name)
  return (
    <>
      {p.kind === 'matter' ? (
        <Link to="/catalog/matters/$id" params={{ id: p.id }}>
          {name}
        </Link>
      ) : p.kind === 'material' ? (
        <Link to="/catalog/materials" search={{ id: p.id } as never}>
          {name}
        </Link>
      ) : p.kind === 'element' ? (
        <Link to="/catalog/elements" search={{ id: p.id } as never}>
          {name}
        </Link>
      ) : (
        name
      )}{' '}
      <code className="om-dim">{p.path ? `${p.id} · ${p.path}` : p.id}</code>
    </>
  )
}

function Saved({ of: s, as = 'saves' }: { of: Saving; as?: 'saves' | 'savesInAll' }) {
  const { t } = useLang()
  const parts = [
    s.fields > 0 && t('savesFields', { n: s.fields }),
    s.materials > 0 && t('savesMaterials', { n: s.materials }),
    s.visits > 0 && t('savesVisits', { n: s.visits }),
  ].filter(Boolean)
  return parts.length > 0 && <Tag color="success">{t(as, { list: parts.join(t('comma')) })}</Tag>
}
