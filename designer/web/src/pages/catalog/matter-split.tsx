import { useParams } from '@tanstack/react-router'
import { Button, Checkbox, Radio, Select } from 'antd'
import { useState } from 'react'
import { api, need, type Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'
import { useDepartments, useForm, useMatter } from '../../app/queries'
import { Scroll } from '../../app/scroll'
import '../../app/table.css'
import { days } from '../../app/time'
import { Waiting } from '../../app/waiting'
import { usePlace } from '../../app/wrong'
import { Deed, Head, Labelled, TextBox } from './restructure'
import { actOf, noAct, wrongParts } from './restructure-check'
import { dealt, type Part, partsOf, type Where, without } from './split-plan'

/** At most so many new matters: more columns than people can read. */
const mostParts = 6

/** One matter becomes several: what goes where, then what that would change. */
export function MatterSplit() {
  const { id } = useParams({ from: '/catalog/matters/$id/split' })
  const matter = useMatter(id)
  const form = useForm(matter.data?.form ?? '')
  const departments = useDepartments(matter.data?.pack)
  const failed = [matter, form, departments].find((q) => q.isError && (q === matter || matter.data))
  if (failed) return <Failed error={failed.error} retry={() => failed.refetch()} />
  if (!matter.data || !form.data || !departments.data) return <Waiting />
  return <Plan key={id} matter={matter.data} form={form.data} departments={departments.data} />
}

const newPart = (matter: string, n: number): Part => ({
  key: crypto.randomUUID(),
  id: `${matter}${String.fromCharCode(96 + n)}`,
  zh: '',
  en: '',
  resultZh: '',
  resultEn: '',
  department: '',
  fee: '',
  statutoryDays: '',
  promisedDays: '',
})

function Plan({
  matter,
  form,
  departments,
}: {
  matter: Schemas['Matter']
  form: Schemas['Form']
  departments: Schemas['Named'][]
}) {
  const { t } = useLang()
  const [parts, setParts] = useState(() => [newPart(matter.id, 1), newPart(matter.id, 2)])
  const [heir, setHeir] = useState(parts[0]?.key ?? '')
  const [act, setAct] = useState(noAct)
  const [where, setWhere] = useState<Where>(() => {
    const things = [
      ...form.sections.flatMap((s) => s.fields.map((f) => `field:${f.path}`)),
      ...(matter.materials ?? []).map((u) => `material:${u.material}`),
    ]
    return Object.fromEntries(things.map((thing) => [thing, [heir]]))
  })
  const places = Object.fromEntries(
    parts.flatMap((p, i) => {
      const within = t('newMatterN', { n: i + 1 })
      return Object.entries({
        id: t('newMatterId'),
        'name/zh': t('nameZh'),
        'name/en': t('nameEn'),
        ...(p.key === heir ? {} : { 'result/name/zh': t('resultZh'), 'result/name/en': t('resultEn') }),
        department: t('delegatedTo'),
        fee: t('feeYuan'),
        statutoryDays: t('statutoryWorkdays'),
        promisedDays: t('promisedWorkdays'),
      }).map(([k, label]) => [`parts/${i}/${k}`, { label, within }])
    }),
  )
  const params = { path: { name: matter.pack } }
  return (
    <Deed
      pack={matter.pack}
      head={<Head matter={matter} title="splitTitle" lead="splitLead" />}
      act={act}
      setAct={setAct}
      places={{ ...places, parts: { label: t('whatGoesWhere') } }}
      news={Object.fromEntries(parts.map((p, i) => [p.id.trim(), `parts/${i}/`]))}
      wrong={wrongParts(parts, heir, matter, t)}
      said={{ matter: matter.id, parts: partsOf(parts, heir, where), ...actOf(act) }}
      look={(body) => need(api.POST('/api/v1/packs/{name}/splits/preview', { params, body }))}
      begin={(body) => need(api.POST('/api/v1/packs/{name}/splits', { params, body }))}
    >
      <section className="om-panel">
        <header>
          <h2>{t('newMatters')}</h2>
          {parts.length < mostParts && (
            <Button size="small" onClick={() => setParts([...parts, newPart(matter.id, parts.length + 1)])}>
              {t('addPart')}
            </Button>
          )}
        </header>
        <div className="om-body om-parts">
          {parts.map((p, i) => (
            <OnePart
              key={p.key}
              n={i + 1}
              part={p}
              matter={matter}
              departments={departments}
              heir={p.key === heir}
              inherit={() => setHeir(p.key)}
              change={(next) => setParts(parts.map((o) => (o.key === p.key ? next : o)))}
              remove={
                parts.length > 2
                  ? () => {
                      const rest = parts.filter((o) => o.key !== p.key)
                      const next = p.key === heir ? (rest[0]?.key ?? '') : heir
                      setHeir(next)
                      setWhere(without(where, p.key, next))
                      setParts(rest)
                    }
                  : undefined
              }
            />
          ))}
        </div>
      </section>
      <Dealing matter={matter} form={form} parts={parts} where={where} change={setWhere} />
    </Deed>
  )
}

function OnePart({
  n,
  part,
  matter,
  departments,
  heir,
  inherit,
  change,
  remove,
}: {
  n: number
  part: Part
  matter: Schemas['Matter']
  departments: Schemas['Named'][]
  heir: boolean
  inherit: () => void
  change: (p: Part) => void
  remove?: () => void
}) {
  const { t, tx } = useLang()
  const set = (k: keyof Part) => (v: string) => change({ ...part, [k]: v })
  const place = (at: string) => `parts/${n - 1}/${at}`
  const box = (at: string, k: keyof Part, max?: number) => (
    <TextBox at={place(at)} value={part[k]} max={max} change={set(k)} />
  )
  const number = (k: 'fee' | 'statutoryDays' | 'promisedDays', was: string) => (
    <TextBox at={place(k)} value={part[k]} type="number" change={set(k)} hint={t('leftAsBefore', { was })} />
  )
  return (
    <fieldset className="om-part">
      <legend>
        {t('newMatterN', { n })}
        {remove && (
          <Button size="small" onClick={remove} aria-label={t('removePart', { n })}>
            {t('removeIt')}
          </Button>
        )}
      </legend>
      <div className="om-boxes">
        {box('id', 'id', 64)}
        {box('name/zh', 'zh')}
        {box('name/en', 'en')}
        {!heir && box('result/name/zh', 'resultZh')}
        {!heir && box('result/name/en', 'resultEn')}
        <Labelled at={place('department')}>
          {(marks) => (
            <Select
              {...marks}
              showSearch={{ optionFilterProp: 'label' }}
              value={part.department}
              onChange={set('department')}
              options={departments.map((d) => ({
                value: d.id === matter.department ? '' : d.id,
                label: d.id === matter.department ? t('asBefore', { was: tx(d.name) }) : tx(d.name),
              }))}
            />
          )}
        </Labelled>
        {number('fee', matter.fee || '0')}
        {number('statutoryDays', days(matter.statutoryDays))}
        {number('promisedDays', days(matter.promisedDays))}
      </div>
      <p className="om-part-result">
        <Radio name="heir" checked={heir} onChange={inherit}>
          {t('issuesOld', { result: tx(matter.result.name) })}
        </Radio>
      </p>
    </fieldset>
  )
}

interface Row {
  thing: string
  label: string
  small: string
}

/** A table of all that the matter asks for, with a column for each new matter. */
function Dealing({
  matter,
  form,
  parts,
  where,
  change,
}: {
  matter: Schemas['Matter']
  form: Schemas['Form']
  parts: Part[]
  where: Where
  change: (w: Where) => void
}) {
  const { t, tx } = useLang()
  const name = (p: Part, i: number) => tx({ zh: p.zh, en: p.en || p.zh }) || t('newMatterN', { n: i + 1 })
  const groups: { id: string; title: string; rows: Row[] }[] = [
    ...form.sections.map((s) => ({
      id: s.id,
      title: tx(s.title),
      rows: s.fields.map((f) => ({ thing: `field:${f.path}`, label: tx(f.label), small: f.path })),
    })),
    {
      id: 'materials',
      title: t('materials'),
      rows: (matter.materials ?? []).map((u) => ({
        thing: `material:${u.material}`,
        label: tx(u.label),
        small: u.material,
      })),
    },
  ]
  const within = (things: string[], part: string) => things.filter((x) => where[x]?.includes(part)).length
  const { label, marks, words } = usePlace('parts')
  return (
    <section className="om-panel">
      <header>
        <h2 id={marks.id} tabIndex={-1}>
          {label}
        </h2>
        {marks.status && words}
      </header>
      <Scroll label={t('whatGoesWhere')}>
        <table className="om-table om-deal">
          <thead>
            <tr>
              <th scope="col">{t('place')}</th>
              {parts.map((p, i) => (
                <th scope="col" key={p.key}>
                  {name(p, i)}
                </th>
              ))}
            </tr>
          </thead>
          {groups.map((g) => {
            const things = g.rows.map((r) => r.thing)
            return (
              g.rows.length > 0 && (
                <tbody key={g.id}>
                  <tr className="om-group-row">
                    <th scope="rowgroup">
                      {g.title} <span className="om-dim">{t('allOf')}</span>
                    </th>
                    {parts.map((p, i) => (
                      <td key={p.key}>
                        <Checkbox
                          aria-label={t('goesTo', { thing: g.title, part: name(p, i) })}
                          checked={within(things, p.key) === things.length}
                          indeterminate={within(things, p.key) > 0 && within(things, p.key) < things.length}
                          onChange={(e) => change(dealt(where, things, p.key, e.target.checked))}
                        />
                      </td>
                    ))}
                  </tr>
                  {g.rows.map((r) => (
                    <tr key={r.thing}>
                      <td>
                        {r.label}
                        <small className="om-dim om-block om-code">{r.small}</small>
                      </td>
                      {parts.map((p, i) => (
                        <td key={p.key}>
                          <Checkbox
                            aria-label={t('goesTo', { thing: r.label, part: name(p, i) })}
                            checked={where[r.thing]?.includes(p.key) ?? false}
                            onChange={(e) => change(dealt(where, [r.thing], p.key, e.target.checked))}
                          />
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              )
            )
          })}
        </table>
      </Scroll>
    </section>
  )
}
