import { Link, useParams } from '@tanstack/react-router'
import { Alert, Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { api, need, type Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'
import { useComparison, useMatter } from '../../app/queries'
import { Waiting } from '../../app/waiting'
import { usePlace } from '../../app/wrong'
import type { Places, WrongAnswer } from '../../app/wrong-answers'
import { Differences, Newer } from './comparison'
import { Deed, Head, OfPack } from './restructure'
import { missingWords, noAct, reasonOf } from './restructure-check'
import {
  type Choice,
  type Choices,
  chosen,
  type Difference,
  decisionsOf,
  idle,
  placeFor,
  unchosen,
} from './standard-plan'

type Matter = Schemas['Matter']

/** What a matter does about each of its differences from its template. */
export function MatterStandard() {
  const { id } = useParams({ from: '/catalog/matters/$id/standard' })
  return <OfPack id={id}>{(matter) => <Own key={id} matter={matter} />}</OfPack>
}

function Own({ matter }: { matter: Matter }) {
  const { t } = useLang()
  const found = useComparison(matter.id, matter.template && { template: true })
  if (!matter.template) return <Nothing matter={matter} title="standardTitle" lead="standardLead" words="noTemplate" />
  if (!found.data) return found.isError ? <Failed error={found.error} retry={() => found.refetch()} /> : <Waiting />
  const said = { zh: t('idleKept'), en: t('idleKept') }
  const items = [
    ...found.data.items,
    ...found.data.idle.map(
      ({ path, place }): Difference => ({
        kind: idle,
        of: {},
        class: 'compatible',
        path,
        place,
        words: said,
        burden: 'neutral',
        verdict: 'kept',
        kept: path,
      }),
    ),
  ]
  if (items.length === 0)
    return <Nothing matter={matter} title="standardTitle" lead="standardLead" words="noDifference" />
  return <Plan matter={matter} items={items} note={found.data.newer && <Newer of={found.data} />} />
}

/** What a template takes over of what a matter proposes to it. */
export function MatterProposals() {
  const { id, follower } = useParams({ from: '/catalog/matters/$id/proposals/$follower' })
  return <OfPack id={id}>{(matter) => <Proposed key={id + follower} matter={matter} follower={follower} />}</OfPack>
}

function Proposed({ matter, follower }: { matter: Matter; follower: string }) {
  const from = useMatter(follower)
  const found = useComparison(follower, matter.id)
  const failed = from.isError ? from : found.isError ? found : undefined
  if (failed) return <Failed error={failed.error} retry={() => failed.refetch()} />
  if (!from.data || !found.data) return <Waiting />
  // What cannot be taken over without what is not proposed takes a hand.
  const all = found.data.items
  const apart = (i: Difference) => all.every((o) => o.adopt !== i.adopt || o.verdict === 'proposed')
  const items = all.filter((i) => i.verdict === 'proposed').map((i) => (i.adopt && !apart(i) ? { ...i, adopt: '' } : i))
  if (items.length === 0)
    return <Nothing matter={matter} title="proposalsTitle" lead="proposalsLead" words="noProposals" />
  return <Plan matter={matter} items={items} follower={from.data} />
}

/** There is nothing to decide about: it may have been decided already. */
function Nothing({
  words,
  ...head
}: Parameters<typeof Head>[0] & { words: 'noTemplate' | 'noDifference' | 'noProposals' }) {
  const { t } = useLang()
  return (
    <article className="om-page">
      <Head {...head} />
      <Alert
        type="info"
        showIcon
        title={t(words)}
        description={
          <Link to="/catalog/matters/$id" params={{ id: head.matter.id }}>
            {t('backToMatter')}
          </Link>
        }
      />
    </article>
  )
}

function Plan({
  matter,
  items,
  follower,
  note,
}: {
  matter: Matter
  items: Difference[]
  follower?: Matter
  note?: ReactNode
}) {
  const { t, tx } = useLang()
  const [choices, setChoices] = useState<Choices>({})
  const [act, setAct] = useState(noAct)
  const decided = decisionsOf(choices, items)
  const places: Places = {}
  const wrong: WrongAnswer[] = []
  const nth = new Map<string, number>()
  decided.forEach(({ at, decision }, n) => {
    const within = tx(at.place)
    nth.set(at.path, n)
    places[`decisions/${n}`] = { label: within }
    if (!decision.reason) return
    places[`decisions/${n}/reason/zh`] = { label: t('reasonZh'), within }
    places[`decisions/${n}/reason/en`] = { label: t('reasonEn'), within }
    const c = choices[at.path] ?? unchosen(at)
    wrong.push(...missingWords(`decisions/${n}/reason`, c.zh, c.en, t))
  })
  if (decided.length === 0) wrong.push({ at: '', words: t('decideOne') })
  const { reason } = reasonOf(act)
  const params = { path: { name: matter.pack } }
  const cell = (i: Difference) => {
    const place = placeFor(i, items)
    const first = items.find((o) => o.path === place)
    if (first && first !== i) return <span className="om-dim">{t('decidedWith', { place: tx(first.place) })}</span>
    const choice = choices[i.path] ?? unchosen(i)
    return (
      <Decide
        item={i}
        taking={!!follower}
        choice={choice}
        choose={(does) => setChoices(chosen(choices, items, i, does))}
        say={(words) => setChoices({ ...choices, [i.path]: { ...choice, ...words } })}
        at={nth.has(i.path) ? `decisions/${nth.get(i.path)}` : `no/${i.path}`}
      />
    )
  }
  return (
    <Deed
      pack={matter.pack}
      head={
        follower ? (
          <Head matter={matter} title="proposalsTitle" lead="proposalsLead" />
        ) : (
          <Head matter={matter} title="standardTitle" lead="standardLead" />
        )
      }
      asks="why"
      whyNeeded={false}
      act={act}
      setAct={setAct}
      places={places}
      wrong={wrong}
      said={{
        matter: matter.id,
        ...(follower ? { follower: follower.id } : {}),
        decisions: decided.map((d) => d.decision),
        ...(reason.zh || reason.en ? { reason } : {}),
      }}
      look={(body) => need(api.POST('/api/v1/packs/{name}/standardisations/preview', { params, body }))}
      begin={(body) => need(api.POST('/api/v1/packs/{name}/standardisations', { params, body }))}
    >
      <section className="om-panel">
        <header>
          <h2>
            {follower
              ? t('proposalsOf', { department: tx(follower.departmentName), name: tx(follower.name), n: items.length })
              : t('decideDifferences')}
          </h2>
        </header>
        {note}
        <Differences items={items} last={{ title: t('verdict'), cell }} />
      </section>
    </Deed>
  )
}

/** What is done about one difference, and why where it stays. */
function Decide({
  item,
  taking,
  choice,
  choose,
  say,
  at,
}: {
  item: Difference
  taking: boolean
  choice: Choice
  choose: (does: Choice['does']) => void
  say: (words: { zh: string } | { en: string }) => void
  at: string
}) {
  const { t, tx } = useLang()
  const { marks, words } = usePlace(at)
  const asItIs = { open: 'asItIs', kept: 'asKept', proposed: 'asProposed' } as const
  const option = (value: Choice['does'], label: ReactNode) => ({ value, label })
  const process = item.adopt === 'process'
  const group = item.adopt !== 'form/title' && /^form\/[^/]+$/.test(item.adopt ?? '')
  const adopt = t(process ? 'do_adoptProcess' : group ? 'do_adoptGroup' : 'do_adopt')
  if (taking && !item.adopt) return <span className="om-dim">{t(item.adopt === '' ? 'notApart' : 'takeByHand')}</span>
  const options = taking
    ? [option('', t('notTaken')), option('adopt', t(process ? 'do_takeProcess' : 'do_take'))]
    : item.kind === idle
      ? [option('', t('asKept')), option('reopen', t('do_forget'))]
      : [
          option('', t(asItIs[item.verdict])),
          ...(item.adopt && !item.elsewhere ? [option('adopt', adopt)] : []),
          option('keep', t('do_keep')),
          option('propose', t('do_propose')),
          ...(item.verdict === 'open' ? [] : [option('reopen', t('do_reopen'))]),
        ]
  const why = choice.does === 'keep' || choice.does === 'propose'
  return (
    <div className="om-decide">
      <Select
        {...marks}
        aria-label={t('decideWhat', { place: tx(item.place) })}
        value={choice.does}
        onChange={choose}
        options={options}
        popupMatchSelectWidth={false}
      />
      {words}
      {why ? (
        <>
          <Why at={`${at}/reason/zh`} value={choice.zh} change={(zh) => say({ zh })} />
          <Why at={`${at}/reason/en`} value={choice.en} change={(en) => say({ en })} />
        </>
      ) : (
        item.reason && choice.does === '' && <small className="om-dim">{tx(item.reason)}</small>
      )}
    </div>
  )
}

function Why({ at, value, change }: { at: string; value: string; change: (v: string) => void }) {
  const { label, marks, words } = usePlace(at)
  return (
    <>
      <label htmlFor={marks.id}>{label}</label>
      <Input.TextArea
        {...marks}
        autoSize={{ maxRows: 4 }}
        value={value}
        maxLength={200}
        onChange={(e) => change(e.target.value)}
      />
      {words}
    </>
  )
}
