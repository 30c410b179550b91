import { Link } from '@tanstack/react-router'
import { useLang } from '../../app/lang'
import { useFollowers } from '../../app/queries'
import { Scroll } from '../../app/scroll'
import { is, useMe } from '../../app/session'
import { percent } from '../../app/time'

/** The matters that follow one as their template: how much they differ, and what they propose to it. */
export function Followers({ id }: { id: string }) {
  const { t, tx } = useLang()
  const { data: me } = useMe()
  const list = useFollowers(id).data ?? []
  if (list.length === 0) return null
  return (
    <section className="om-panel">
      <header>
        <h2>{t('followers')}</h2>
        <span className="om-dim">{t('followersLead')}</span>
      </header>
      <Scroll label={t('followers')}>
        <table className="om-table om-stack">
          <thead>
            <tr>
              <th scope="col">{t('matter')}</th>
              <th scope="col" className="om-num">
                {t('alikeShare')}
              </th>
              <th scope="col" className="om-num">
                {t('undecidedN')}
              </th>
              <th scope="col" className="om-num">
                {t('keptN')}
              </th>
              <th scope="col">{t('proposedN')}</th>
            </tr>
          </thead>
          <tbody>
            {list.map((f) => (
              <tr key={f.matter.id}>
                <th scope="row">
                  <Link to="/catalog/matters/$id" params={{ id: f.matter.id }}>
                    {tx(f.matter.name)}
                  </Link>
                  <small className="om-dim om-block">{tx(f.matter.department)}</small>
                </th>
                <td className="om-num" data-label={t('alikeShare')}>
                  {percent(f.alike)}
                </td>
                <td className="om-num" data-label={t('undecidedN')}>
                  {f.open}
                </td>
                <td className="om-num" data-label={t('keptN')}>
                  {f.kept}
                </td>
                <td data-label={t('proposedN')}>
                  {f.proposals.map((p) => (
                    <span key={p.path + p.kind} className="om-block">
                      {tx(p.place)}
                      {t('colon')}
                      {tx(p.words)}
                      {p.reason && <small className="om-dim om-block">{tx(p.reason)}</small>}
                    </span>
                  ))}
                  {f.proposals.length > 0 && is(me, 'designer', 'administrator') && (
                    <Link to="/catalog/matters/$id/proposals/$follower" params={{ id, follower: f.matter.id }}>
                      {t('seeProposals')}
                    </Link>
                  )}
                  {f.proposals.length === 0 && <span className="om-dim">{t('none')}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}
