import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'
import { Waiting } from '../../app/waiting'
import type { Word } from '../../app/words'
import { useGate } from './queries'
import type { Version } from './versions'

/** What stands between a version and its publishing, with the way to each place. */
export function Gate({ version }: { version: Version }) {
  const { t } = useLang()
  const open = version.stage === 'draft' || version.stage === 'review'
  const gate = useGate(open ? version.id : '')
  if (!open) return <p className="om-dim">{t('gateReleased')}</p>
  if (gate.isError) return <Failed error={gate.error} retry={() => gate.refetch()} />
  if (!gate.data) return <Waiting />
  const { blockers, warnings, notes } = gate.data
  if (blockers.length + warnings.length + notes.length === 0)
    return <Alert type="success" showIcon title={t('gateNone')} />
  return (
    <>
      <Findings word="blockers" list={blockers} />
      <Findings word="warnings" list={warnings} />
      <Findings word="notes" list={notes} />
    </>
  )
}

type Finding = Schemas['MetamodelProblem']

function Findings({ word, list }: { word: Word; list: Finding[] }) {
  const { t, tx } = useLang()
  if (list.length === 0) return null
  return (
    <section className="om-findings" aria-label={t(word)}>
      <h3 className={`om-${word}`}>
        {t(word)} <span className="om-count">{list.length}</span>
      </h3>
      <ul>
        {list.map((p, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list that is never reordered
          <li key={i}>
            <span>{tx(p.message)}</span>
            <small>
              <span className="om-code">{[p.file, p.path].filter(Boolean).join(' · ')}</span>
              <Place file={p.file} />
            </small>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A link to the definition as it is in force, where the file holds one that has a page. */
function Place({ file }: { file?: string }) {
  const { t } = useLang()
  const [, folder, id] = /^(forms|matters|themes)\/(.+)\.ya?ml$/.exec(file ?? '') ?? []
  if (!id) return null
  const word = t('gateOpen')
  if (folder === 'forms')
    return (
      <Link to="/catalog/forms/$id" params={{ id }}>
        {word}
      </Link>
    )
  if (folder === 'matters')
    return (
      <Link to="/catalog/matters/$id" params={{ id }}>
        {word}
      </Link>
    )
  return (
    <Link to="/catalog/themes/$id" params={{ id }}>
      {word}
    </Link>
  )
}
