import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { days, hundredths, percent, shortDay } from '../../app/time'

type Staff = Schemas['CatalogSimulatedStaff']

/** What the work comes to for each of the people assumed. */
export function StaffHeads() {
  const { t } = useLang()
  return (['simPerPerson', 'simPerPersonPeak', 'simUsed'] as const).map((h) => (
    <th key={h} scope="col" className="om-num">
      {t(h)}
    </th>
  ))
}

export function StaffCells({ staff: s }: { staff: Staff | undefined }) {
  const { t } = useLang()
  if (!s) return <td colSpan={3} />
  return (
    <>
      <td className="om-num">
        {days(s.inHand)} <small className="om-dim om-block">{t('simPeople', { n: hundredths(s.people) })}</small>
      </td>
      <td className="om-num">{days(s.peak)}</td>
      <td className="om-num">{s.work ? <Used work={s.work} /> : '—'}</td>
    </>
  )
}

function Used({ work: w }: { work: NonNullable<Staff['work']> }) {
  const { t, lang } = useLang()
  const partly = w.covered < 1
  const note =
    w.used > 1
      ? t('simPilesUp')
      : w.queue && t('simQueue', { days: hundredths(w.queue.days), when: shortDay(w.queue.when, lang) })
  return (
    <>
      <span className={w.used > 1 ? 'om-sim-late' : undefined}>
        {partly && '≥ '}
        {percent(w.used)}
      </span>
      {note && <small className="om-dim om-block">{note}</small>}
      {partly && <small className="om-dim om-block">{t('simCovered', { share: percent(w.covered) })}</small>}
    </>
  )
}
