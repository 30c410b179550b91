import { Link } from '@tanstack/react-router'
import { Tag } from 'antd'
import type { Schemas } from '../../api/client'
import { twofold } from '../../app/alike'
import { demandsOf } from '../../app/constraints'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'
import { useElement, useElements } from '../../app/queries'
import { useUrl } from '../../app/url'
import { useConditions } from '../../app/use-conditions'
import { Waiting } from '../../app/waiting'
import { type Word, words } from '../../app/words'
import { Split } from './split'
import { Facts, Section, WhereUsed } from './used'

type Element = Schemas['Element']

export function Elements() {
  const { t, tx } = useLang()
  const type = useTypeName()
  const [url] = useUrl()
  const query = useElements(url.q)
  const differ = twofold(query.data)
  return (
    <Split<Element>
      title="elements"
      search="searchElements"
      query={query}
      label={(e) => tx(e.name)}
      row={(e) => (
        <>
          <span className="om-code">{e.id}</span>
          <span className="om-item-main">
            <strong>{tx(e.name)}</strong>
            <small className="om-dim">
              {[type(e.type), tx(e.unit), e.notation, differ.has(e.id) && e.pack].filter(Boolean).join(' · ')}
            </small>
          </span>
          <span className="om-item-tags">
            {e.sensitivity === 'sensitive' && <Tag color="error">{t('sens_sensitive')}</Tag>}
            {e.sensitivity === 'personal' && <Tag>{t('sens_personal')}</Tag>}
          </span>
          <span className="om-dim om-item-count">{t('usedTimes', { n: e.uses.length })}</span>
        </>
      )}
      detail={(id) => <ElementDetail id={id} />}
    />
  )
}

/** Names a data type. */
export function useTypeName() {
  const { t } = useLang()
  return (type: string) => (`type_${type}` in words ? t(`type_${type}` as Word) : type)
}

function ElementDetail({ id }: { id: string }) {
  const { t, tx, lang } = useLang()
  const query = useElement(id)
  const type = useTypeName()
  const when = useConditions()
  if (!query.data) return query.isError ? <Failed error={query.error} retry={() => query.refetch()} /> : <Waiting />
  const e = query.data
  const other = lang === 'zh' ? e.name.en : e.name.zh
  const demands = demandsOf(e, lang, when)
  return (
    <>
      <div className="om-detail-head">
        <span className="om-code">{e.id}</span>
        <h2>{tx(e.name)}</h2>
        {other && <p className="om-dim">{other}</p>}
        {e.definition && <p>{tx(e.definition)}</p>}
      </div>
      <Section title={t('valueDomain')}>
        <Facts
          rows={[
            ['type', type(e.type)],
            ['unit', tx(e.unit)],
            ['notation', e.notation && <span className="om-code">{e.notation}</span>],
            [
              'codeList',
              e.codeList && (
                <Link to="/catalog/code-lists" search={{ id: e.codeList } as never}>
                  {e.codeList}
                </Link>
              ),
            ],
          ]}
        />
        {demands.length > 0 ? (
          <ul className="om-demands">
            {demands.map((d) => (
              <li key={d}>{d}</li>
            ))}
          </ul>
        ) : (
          !e.codeList && <p className="om-dim">{t('anyValue')}</p>
        )}
      </Section>
      <Section title={t('concept')}>
        <Facts
          rows={[
            ['objectClass', e.objectClass],
            ['property', e.property],
            ['representation', e.representation],
            ['synonyms', e.synonyms?.join(t('comma'))],
          ]}
        />
      </Section>
      <Section title={t('governance')}>
        <Facts
          rows={[
            ['sensitivity', e.sensitivity && t(`sens_${e.sensitivity as 'general' | 'personal' | 'sensitive'}`)],
            ['source', e.source],
            ['status', e.status],
            ['version', e.version],
            ['pack', e.pack],
          ]}
        />
      </Section>
      <WhereUsed uses={e.uses} />
    </>
  )
}
