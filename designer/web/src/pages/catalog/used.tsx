import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import type { Word } from '../../app/words'

type Use = Schemas['Use']

const kinds = ['theme', 'policy', 'matter', 'form', 'material', 'element'] as const

/** Where a definition is used, kind by kind, each place once with what it is called there. */
export function WhereUsed({ uses }: { uses: Use[] }) {
  const { t, tx } = useLang()
  return (
    <Section title={t('whereUsed')} note={uses.length > 0 ? t('usedTimes', { n: uses.length }) : undefined}>
      {uses.length === 0 && <p className="om-dim">{t('notUsed')}</p>}
      {kinds.map((kind) => {
        const places = byPlace(uses.filter((u) => u.kind === kind))
        if (places.length === 0) return null
        return (
          <div key={kind} className="om-uses">
            <h4>{t(`use_${kind}`)}</h4>
            <ul>
              {places.map(({ place, labels }) => (
                <li key={place.id}>
                  <PlaceLink use={place} /> <span className="om-code">{place.id}</span>
                  {labels.length > 0 && <small className="om-dim">{labels.map(tx).join(t('comma'))}</small>}
                </li>
              ))}
            </ul>
          </div>
        )
      })}
    </Section>
  )
}

function byPlace(uses: Use[]) {
  const places = new Map<string, { place: Use; labels: NonNullable<Use['label']>[] }>()
  for (const u of uses) {
    const known = places.get(u.id) ?? { place: u, labels: [] }
    if (u.label && !known.labels.some((l) => l.zh === u.label?.zh)) known.labels.push(u.label)
    places.set(u.id, known)
  }
  return [...places.values()]
}

export function PlaceLink({ use }: { use: Pick<Use, 'kind' | 'id' | 'name'> }) {
  const { tx } = useLang()
  const name = tx(use.name) || use.id
  switch (use.kind) {
    case 'theme':
      return (
        <Link to="/catalog/themes/$id" params={{ id: use.id }}>
          {name}
        </Link>
      )
    case 'matter':
      return (
        <Link to="/catalog/matters/$id" params={{ id: use.id }}>
          {name}
        </Link>
      )
    case 'policy':
      return (
        <Link to="/catalog/policies/$id" params={{ id: use.id }}>
          {name}
        </Link>
      )
    case 'form':
      return (
        <Link to="/catalog/forms/$id" params={{ id: use.id }}>
          {name}
        </Link>
      )
    case 'element':
      return (
        <Link to="/catalog/elements" search={{ id: use.id } as never}>
          {name}
        </Link>
      )
    case 'material':
      return (
        <Link to="/catalog/materials" search={{ id: use.id } as never}>
          {name}
        </Link>
      )
  }
}

export function Section({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <section className="om-section">
      <h3>
        {title}
        {note && <span className="om-dim">{note}</span>}
      </h3>
      {children}
    </section>
  )
}

/** Attributes; what has no value is not shown. */
export function Facts({ rows }: { rows: [Word, ReactNode][] }) {
  const { t } = useLang()
  return (
    <dl className="om-attributes">
      {rows
        .filter(([, value]) => value !== undefined && value !== null && value !== false && value !== '')
        .map(([word, value]) => (
          <div key={word}>
            <dt>{t(word)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
