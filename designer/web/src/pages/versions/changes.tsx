import { Segmented, Select } from 'antd'
import { useState } from 'react'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'
import { Waiting } from '../../app/waiting'
import { type Word, words } from '../../app/words'
import { useDiff } from './queries'
import { keyOf, Pill, type Version } from './versions'

type Change = Schemas['Change']
type Class = Change['class']

const colours = { compatible: 'success', needs_answer: 'warning', breaking: 'danger' } as const

/** What changed since another version, definition by definition, by what it means for answers given. */
export function Changes({ version, all }: { version: Version; all: Version[] }) {
  const { t } = useLang()
  const others = all.filter((v) => keyOf(v) !== keyOf(version))
  const base = others.find((v) => v.hash === version.base) ?? others.find((v) => v.created < version.created)
  const [other, setOther] = useState<string | undefined>(base ? nameOf(base) : undefined)
  const [only, setOnly] = useState<Class | 'all'>('all')
  const diff = useDiff(other, nameOf(version))
  if (others.length === 0) return <p className="om-dim">{t('noOther')}</p>
  const shown = diff.data?.changes.filter((c) => only === 'all' || c.class === only) ?? []
  const count = (c: Class) => diff.data?.changes.filter((x) => x.class === c).length ?? 0
  return (
    <>
      <div className="om-tools">
        <div className="om-tool">
          <label htmlFor="compare-with">{t('compareWith')}</label>
          <Select
            id="compare-with"
            value={other}
            onChange={setOther}
            options={others.map((v) => ({
              value: nameOf(v),
              label: `${v.version} (${t(`stage_${v.stage}`)}${v.current ? t('comma') + t('inForce') : ''})`,
            }))}
          />
        </div>
        <Segmented
          value={only}
          onChange={setOnly}
          options={[
            { value: 'all', label: `${t('class_all')} ${diff.data?.changes.length ?? ''}` },
            ...(['breaking', 'needs_answer', 'compatible'] as const).map((c) => ({
              value: c,
              label: `${t(`class_${c}`)} ${count(c)}`,
            })),
          ]}
        />
      </div>
      {diff.isError && <Failed error={diff.error} retry={() => diff.refetch()} />}
      {!diff.isError && !diff.data && other && <Waiting />}
      {diff.data && shown.length === 0 && <p className="om-dim">{t('noChanges')}</p>}
      <ChangeList changes={shown} />
    </>
  )
}

/** Changes, definition by definition. */
export function ChangeList({ changes }: { changes: Change[] }) {
  const { t, tx } = useLang()
  return (
    <>
      {[...byDefinition(changes)].map(([key, list]) => (
        <section key={key} className="om-changes">
          <h3>
            {definition(list[0] as Change, t)} <span className="om-code">{list[0]?.of.id}</span>
          </h3>
          <ul>
            {list.map((c, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a list that is never reordered
              <li key={i}>
                <Pill colour={colours[c.class]}>{t(`class_${c.class}`)}</Pill>
                <div>
                  <span>{tx(c.words)}</span>
                  {c.path && <span className="om-code"> {c.path}</span>}
                  {c.why && <small className="om-dim">{tx(c.why)}</small>}
                </div>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

/** A version on its way is compared by id, a release by its hash. */
const nameOf = (v: Version) => (v.stage === 'published' || v.stage === 'retired' ? v.hash : v.id)

function definition(c: Change, t: (w: Word) => string) {
  const word = `def_${c.of.kind}`
  return word in words ? t(word as Word) : c.of.kind
}

function byDefinition(list: Change[]) {
  const groups = new Map<string, Change[]>()
  for (const c of list) {
    const key = `${c.of.kind} ${c.of.id}`
    groups.set(key, [...(groups.get(key) ?? []), c])
  }
  return groups
}
