import { Select } from 'antd'
import { useLang } from '../../app/lang'
import { choicesOf, type Place, type Places, type Said, saidOf, say } from './migration-map'

const parts = ['fields', 'states', 'codes'] as const
/** Rows shown of a part; the rest is counted. */
const most = 200

/** Asks what became of everything the new version does not have as it was. */
export function MapEditor({
  places,
  said,
  disabled,
  onChange,
}: {
  places: Places
  said: Said[]
  disabled: boolean
  onChange: (said: Said[]) => void
}) {
  const { t } = useLang()
  if (places.items.length === 0) return <p className="om-dim">{t('mapNone')}</p>
  return (
    <section className="om-map" aria-label={t('mapTitle')}>
      <h3>{t('mapTitle')}</h3>
      <p className="om-dim">{t('mapIntro')}</p>
      {parts.map((part) => {
        const list = places.items.filter((p) => p.part === part)
        if (list.length === 0) return null
        return (
          <div key={part} className="om-scroll">
            <table className="om-table">
              <thead>
                <tr>
                  <th scope="col">{t(`map_${part}`)}</th>
                  <th scope="col">{t('mapBecomes')}</th>
                </tr>
              </thead>
              <tbody>
                {list.slice(0, most).map((p) => (
                  <Row key={`${p.key} ${p.code ?? ''}`} {...{ place: p, places, said, disabled, onChange }} />
                ))}
              </tbody>
            </table>
            {list.length > most && <p className="om-dim">{t('countOf', { n: list.length })}</p>}
          </div>
        )
      })}
    </section>
  )
}

const ends = { fields: 'mapAside', states: 'mapStay', codes: 'mapAsk' } as const

function Row({
  place,
  places,
  said,
  disabled,
  onChange,
}: {
  place: Place
  places: Places
  said: Said[]
  disabled: boolean
  onChange: (said: Said[]) => void
}) {
  const { t, tx } = useLang()
  const now = saidOf(said, place)
  const named = (x: { label: Place['label']; in?: Place['in'] }) =>
    x.in && tx(x.in) ? `${tx(x.label)} (${tx(x.in)})` : tx(x.label)
  const options = [
    { value: '', label: t(place.changed ? 'mapSame' : ends[place.part]) },
    ...(place.changed ? [{ value: 'aside', label: t('mapAsideUnread') }] : []),
    ...choicesOf(places, said, place).map((c) => ({ value: `to ${c.value}`, label: named(c), disabled: c.taken })),
  ]
  return (
    <tr>
      <th scope="row">
        {tx(place.label)}
        <div className="om-dim om-of">
          {tx(place.in)} <span className="om-code">{place.code ?? place.key}</span>
        </div>
      </th>
      <td>
        {options.length === 1 ? (
          <span>{options[0]?.label}</span>
        ) : (
          <Select
            aria-label={t('mapOf', { name: named(place) })}
            disabled={disabled}
            value={now?.aside ? 'aside' : now?.to === undefined ? '' : `to ${now.to}`}
            showSearch={{ optionFilterProp: 'label' }}
            popupMatchSelectWidth={false}
            options={options}
            onChange={(v) =>
              onChange(
                say(
                  said,
                  place,
                  v === '' ? undefined : v === 'aside' ? { aside: true } : { to: v.slice('to '.length) },
                ),
              )
            }
          />
        )}
      </td>
    </tr>
  )
}
