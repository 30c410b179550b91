import { Button } from 'antd'
import { useState } from 'react'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'
import { instant } from '../../app/time'
import { Waiting } from '../../app/waiting'
import { useHistory } from './queries'
import type { Version } from './versions'

/** What happened to the version, newest first. */
export function PackHistory({ pack, version }: { pack: string; version: Version }) {
  const { t, lang } = useLang()
  const [before, setBefore] = useState<string>()
  const query = useHistory(pack, before)
  if (query.isError) return <Failed error={query.error} retry={() => query.refetch()} />
  if (!query.data) return <Waiting />
  const mine = (l: Schemas['HistoryLine']) => (version.id && l.draft === version.id) || l.version === version.version
  return (
    <>
      <ol className="om-history">
        {query.data.items.filter(mine).map((l) => (
          <li key={l.seq}>
            <div>
              <strong>{l.by.name}</strong> {t(`did_${l.step}`)} <span className="om-code">{l.version}</span>
            </div>
            <small className="om-dim">{instant(l.at, lang)}</small>
            {l.comment && <p>{l.comment}</p>}
          </li>
        ))}
      </ol>
      {query.data.next && (
        <Button size="small" onClick={() => setBefore(query.data.next)}>
          {t('olderHistory')}
        </Button>
      )}
    </>
  )
}
