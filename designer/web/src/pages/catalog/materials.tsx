import { Link } from '@tanstack/react-router'
import { Tag } from 'antd'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { NotFound } from '../../app/not-found'
import { useMaterials, useMatters } from '../../app/queries'
import { Waiting } from '../../app/waiting'
import { size } from '../case-answers'
import { Split } from './split'
import { Facts, Section, WhereUsed } from './used'

type Material = Schemas['StandardMaterial']
type Origin = 'applicant' | 'issuer' | 'system' | 'result'

export function Materials() {
  const { t, tx } = useLang()
  const query = useMaterials()
  return (
    <Split<Material>
      title="materials"
      search="searchNames"
      query={query}
      filter={(m, q) =>
        [m.id, m.name.zh, m.name.en, m.category, m.issuer, ...m.uses.map((u) => u.label?.zh)].some((x) =>
          x?.toLowerCase().includes(q),
        )
      }
      label={(m) => tx(m.name)}
      row={(m) => (
        <>
          <span className="om-code">{m.id}</span>
          <span className="om-item-main">
            <strong>{tx(m.name)}</strong>
            <small className="om-dim">{t(`origin_${m.origin as Origin}`)}</small>
          </span>
          <span className="om-item-tags">{m.category && <Tag>{tx(m.categoryName)}</Tag>}</span>
          <span className="om-dim om-item-count">{t('usedTimes', { n: m.uses.length })}</span>
        </>
      )}
      detail={(id) => <MaterialDetail id={id} />}
    />
  )
}

function MaterialDetail({ id }: { id: string }) {
  const { t, tx, lang } = useLang()
  const all = useMaterials()
  const matters = useMatters()
  if (all.isPending) return <Waiting />
  const m = all.data?.find((x) => x.id === id)
  if (!m) return <NotFound />
  const maker = matters.data?.find((x) => x.id === m.resultOf)
  return (
    <>
      <div className="om-detail-head">
        <span className="om-code">{m.id}</span>
        <h2>{tx(m.name)}</h2>
        <p className="om-dim">{lang === 'zh' ? m.name.en : m.name.zh}</p>
      </div>
      <Section title={t('identity')}>
        <Facts
          rows={[
            ['category', tx(m.categoryName)],
            ['origin', t(`origin_${m.origin as Origin}`)],
            ['issuer', m.issuer],
            [
              'result',
              maker && (
                <Link to="/catalog/matters/$id" params={{ id: maker.id }}>
                  {t('resultOfMatter', { matter: tx(maker.name) })}
                </Link>
              ),
            ],
            ['accepts', m.accept?.join(t('comma'))],
            ['maxSize', m.maxBytes && size(m.maxBytes)],
            ['maxFiles', m.maxFiles],
            ['pack', m.pack],
          ]}
        />
      </Section>
      <WhereUsed uses={m.uses} />
    </>
  )
}
