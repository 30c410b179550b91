import { Select } from 'antd'
import { type ReactNode, useEffect } from 'react'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'
import { usePacks } from '../../app/queries'
import { instant } from '../../app/time'
import { useUrl } from '../../app/url'
import { Waiting } from '../../app/waiting'
import { Split } from '../catalog/split'
import { useVersions } from './queries'
import { VersionDetail } from './version'
import './versions.css'

export type Version = Schemas['PackVersion']

/** What a version is called in an address: its own id, or the hash of a release that never was a draft here. */
export const keyOf = (v: Version) => v.id || v.hash

const colours = { draft: 'grey', review: 'warning', published: 'primary', retired: 'grey' } as const

type Colour = 'grey' | 'primary' | 'success' | 'warning' | 'danger'

/** A word with a shape around it, in the colour of what it means. */
export const Pill = ({ colour, children }: { colour: Colour; children: ReactNode }) => (
  <span className={`om-pill om-pill-${colour}`}>{children}</span>
)

/** A stage in words; the one in force says so as well. */
export function Stage({ version }: { version: Version }) {
  const { t } = useLang()
  return (
    <span className="om-stand">
      <Pill colour={colours[version.stage]}>{t(`stage_${version.stage}`)}</Pill>
      {version.current && <Pill colour="success">{t('inForce')}</Pill>}
    </span>
  )
}

export function Versions() {
  const { t, tx, lang } = useLang()
  const [url, change] = useUrl()
  const packs = usePacks()
  // The calendar comes first by name; people come for the pack with matters.
  const first = packs.data?.find((p) => p.matters > 0) ?? packs.data?.[0]
  const pack = url.pack ?? first?.name
  const query = useVersions(pack)
  useEffect(() => {
    if (!url.pack && first) change({ pack: first.name })
  }, [url.pack, first, change])
  if (packs.isError && !packs.data) return <Failed error={packs.error} retry={() => packs.refetch()} />
  if (!pack) return <Waiting />
  const items = query.data?.map((v) => ({ ...v, id: keyOf(v), own: v }))
  return (
    <>
      <div className="om-packs">
        <span id="pack-label" className="om-dim">
          {t('versionsOf')}
        </span>
        <Select
          aria-labelledby="pack-label"
          value={pack}
          popupMatchSelectWidth={false}
          options={packs.data?.map((p) => ({ value: p.name, label: `${tx(p.title)} (${p.name})` }))}
          onChange={(name) => change({ pack: name, id: undefined, q: undefined })}
        />
      </div>
      <Split
        title="versions"
        search="searchNames"
        query={{ ...query, data: items }}
        filter={(v, q) => `${v.version} ${v.author.name} ${v.comment ?? ''}`.toLowerCase().includes(q)}
        label={(v) => t('versionName', { version: v.version })}
        row={(v) => (
          <>
            <span className="om-item-main">
              <strong>{v.version}</strong>
              <small className="om-dim">
                {v.author.name || t('versionImported')} · {instant(v.updated, lang)}
              </small>
            </span>
            <Stage version={v.own} />
          </>
        )}
        detail={(id) => {
          const chosen = query.data?.find((v) => keyOf(v) === id)
          if (!chosen) return query.isPending ? <Waiting /> : <p className="om-dim">{t('notFound')}</p>
          return <VersionDetail key={id} version={chosen} all={query.data ?? []} pack={pack} />
        }}
      />
    </>
  )
}
