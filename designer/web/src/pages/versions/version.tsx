import { Tabs } from 'antd'
import { useState } from 'react'
import { useLang } from '../../app/lang'
import { is, useMe } from '../../app/session'
import { instant } from '../../app/time'
import { Facts } from '../catalog/used'
import { VersionSimulation } from '../simulation/version'
import { Changes } from './changes'
import { Gate } from './gate'
import { PackHistory } from './history'
import { Move } from './move'
import { Steps } from './steps'
import { Stage, type Version } from './versions'

/** One version: where it stands, what may be done, what was found and what changed. */
export function VersionDetail({ version, all, pack }: { version: Version; all: Version[]; pack: string }) {
  const { t, lang } = useLang()
  const { data: me } = useMe()
  const released = version.stage === 'published' || version.stage === 'retired'
  const [tab, setTab] = useState(released ? 'changes' : 'gate')
  return (
    <div className="om-version">
      <header>
        <h2>{t('versionName', { version: version.version })}</h2>
        <Stage version={version} />
      </header>
      {version.comment && <p>{version.comment}</p>}
      <Facts
        rows={[
          ['versionAuthor', version.author.name || t('versionImported')],
          ['versionUpdated', instant(version.updated, lang)],
          [
            'versionHash',
            <span key="hash" className="om-code om-hash">
              {version.hash.replace('sha256:', '').slice(0, 16)}
            </span>,
          ],
          [
            'versionApprovals',
            version.approvals.length > 0
              ? version.approvals.map((a) => (a.comment ? `${a.by.name} — ${a.comment}` : a.by.name)).join(t('comma'))
              : undefined,
          ],
        ]}
      />
      <Steps version={version} pack={pack} />
      <Tabs
        activeKey={tab}
        onChange={setTab}
        items={[
          { key: 'gate', label: t('tabGate'), children: <Gate version={version} /> },
          {
            key: 'simulation',
            label: t('tabSimulation'),
            children: <VersionSimulation key={version.hash} version={version} />,
          },
          { key: 'changes', label: t('tabChanges'), children: <Changes version={version} all={all} /> },
          ...(released && is(me, 'administrator')
            ? [{ key: 'move', label: t('tabMove'), children: <Move version={version} all={all} /> }]
            : []),
          { key: 'history', label: t('tabHistory'), children: <PackHistory pack={pack} version={version} /> },
        ]}
      />
    </div>
  )
}
