import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'
import { useCodeList, useCodeLists } from '../../app/queries'
import { useUrl } from '../../app/url'
import { Waiting } from '../../app/waiting'
import { Split } from './split'
import { Section, WhereUsed } from './used'

type CodeList = Schemas['CodeList']

export function CodeLists() {
  const { t, tx } = useLang()
  const [url] = useUrl()
  const query = useCodeLists(url.q)
  return (
    <Split<CodeList>
      title="codeLists"
      search="searchCodeLists"
      query={query}
      label={(l) => tx(l.name)}
      row={(l) => (
        <>
          <span className="om-item-main">
            <strong>{tx(l.name)}</strong>
            <small className="om-dim">
              {l.entries
                .slice(0, 4)
                .map((e) => tx(e.name))
                .join(t('comma'))}
              {l.entries.length > 4 && '…'}
            </small>
          </span>
          <span className="om-code om-item-tags">{l.id}</span>
          <span className="om-dim om-item-count">{t('entriesOf', { n: l.entries.length })}</span>
        </>
      )}
      detail={(id) => <CodeListDetail id={id} />}
    />
  )
}

function CodeListDetail({ id }: { id: string }) {
  const { t, tx, lang } = useLang()
  const query = useCodeList(id)
  if (!query.data) return query.isError ? <Failed error={query.error} retry={() => query.refetch()} /> : <Waiting />
  const l = query.data
  return (
    <>
      <div className="om-detail-head">
        <span className="om-code">{l.id}</span>
        <h2>{tx(l.name)}</h2>
        <p className="om-dim">{lang === 'zh' ? l.name.en : l.name.zh}</p>
      </div>
      <Section title={t('entriesOf', { n: l.entries.length })}>
        <table className="om-table">
          <thead>
            <tr>
              <th scope="col">{t('code')}</th>
              <th scope="col">{t('name')}</th>
              <th scope="col">{t('language')}</th>
            </tr>
          </thead>
          <tbody>
            {l.entries.map((e) => (
              <tr key={e.code}>
                <td className="om-code">{e.code}</td>
                <td>{tx(e.name)}</td>
                <td className="om-dim">{lang === 'zh' ? e.name.en : e.name.zh}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
      <WhereUsed uses={l.uses} />
    </>
  )
}
