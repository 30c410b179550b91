import { Fragment, useState } from 'react'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { useRoles } from '../../app/roles'
import { Scroll } from '../../app/scroll'
import { count, shortDay } from '../../app/time'
import { StaffCells, StaffHeads } from './load-staff'

type Simulation = Schemas['CatalogSimulation']

/** What each department gets to do; its steps open below it. */
export function Load({ simulation: s }: { simulation: Simulation }) {
  const { t, tx, lang } = useLang()
  const role = useRoles()
  const [open, setOpen] = useState('')
  const staffed = s.load.some((d) => d.staff)
  const change = (id: string) => s.against?.load.find((l) => l.department === id)?.tasks
  const whole = (n: number) => count(Math.round(n), lang)
  const month = (m: string) => m.replace(/^(\d+)-0?(\d+)$/, lang === 'zh' ? '$1年$2月' : '$2/$1')
  return (
    <Scroll label={t('simLoad')}>
      <table className="om-table om-wide">
        <thead>
          <tr>
            <th scope="col">{t('department')}</th>
            <th scope="col" className="om-num">
              {t('simTasks')}
            </th>
            {s.against && (
              <th scope="col" className="om-num">
                {t('simChange')}
              </th>
            )}
            <th scope="col" className="om-num">
              {t('simDaysATask')}
            </th>
            <th scope="col" className="om-num">
              {t('simInHand')}
            </th>
            <th scope="col" className="om-num">
              {t('simPeakDay')}
            </th>
            <th scope="col" className="om-num">
              {t('simPeakMonth')}
            </th>
            {staffed && <StaffHeads />}
          </tr>
        </thead>
        <tbody>
          {s.load.map((d) => {
            const c = change(d.department)
            return (
              <Fragment key={d.department}>
                <tr>
                  <th scope="row">
                    <button
                      type="button"
                      className="om-sim-open"
                      aria-expanded={open === d.department}
                      onClick={() => setOpen(open === d.department ? '' : d.department)}
                    >
                      <span aria-hidden="true">{open === d.department ? '▾' : '▸'}</span> {tx(d.name)}
                    </button>
                    {d.staff?.heaviest && (
                      <>
                        {' '}
                        <span className="om-sim-most">{t('simHeaviest')}</span>
                      </>
                    )}
                  </th>
                  <td className="om-num">{whole(d.tasks)}</td>
                  {s.against && (
                    <td className="om-num">
                      {c?.beyond ? `${c.change > 0 ? '+' : '−'}${whole(Math.abs(c.change))}` : '—'}
                    </td>
                  )}
                  <td className="om-num">{d.days.toFixed(2)}</td>
                  <td className="om-num">{whole(d.inHand)}</td>
                  <td className="om-num">
                    {d.peakDay ? (
                      <>
                        {whole(d.peakDay.tasks)} <small className="om-dim">{shortDay(d.peakDay.when, lang)}</small>
                      </>
                    ) : (
                      '—'
                    )}
                  </td>
                  <td className="om-num">
                    {d.peakMonth ? (
                      <>
                        {whole(d.peakMonth.tasks)} <small className="om-dim">{month(d.peakMonth.when)}</small>
                      </>
                    ) : (
                      '—'
                    )}
                  </td>
                  {staffed && <StaffCells staff={d.staff} />}
                </tr>
                {open === d.department &&
                  d.steps.map((st) => (
                    <tr key={st.matter + st.state + st.kind + st.roles.join()} className="om-sim-step">
                      <td>
                        {tx(st.name)} · {tx(st.step)}
                        <small className="om-dim om-block">{st.roles.map((r) => role(r)).join(t('comma'))}</small>
                      </td>
                      <td className="om-num">{whole(st.tasks)}</td>
                      {s.against && <td />}
                      <td className="om-num">{st.days.toFixed(2)}</td>
                      <td colSpan={staffed ? 6 : 3} />
                    </tr>
                  ))}
              </Fragment>
            )
          })}
        </tbody>
      </table>
    </Scroll>
  )
}
