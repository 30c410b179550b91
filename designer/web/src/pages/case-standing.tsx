import { Tag } from 'antd'
import type { Schemas } from '../api/client'
import { useLang } from '../app/lang'
import { LightTag } from '../app/light'

type Item = Pick<Schemas['CaseHead'], 'status' | 'light' | 'outcome' | 'due'>

/** How a case stands: its light while it runs, its outcome once it ended. */
export function Standing({ item }: { item: Item }) {
  const { t } = useLang()
  if (item.status === 'ended') return <Outcome outcome={item.outcome} />
  if (item.status === 'waiting') return <span className="om-dim">{t('notStarted')}</span>
  return <LightTag light={item.light} due={item.due} />
}

function Outcome({ outcome }: { outcome?: string }) {
  const { t } = useLang()
  switch (outcome) {
    case 'issued':
      return <Tag color="success">{t('outcome_issued')}</Tag>
    case 'refused':
      return <Tag color="error">{t('outcome_refused')}</Tag>
    case 'void':
      return <Tag>{t('outcome_void')}</Tag>
    case 'partial':
      return <Tag color="warning">{t('outcome_partial')}</Tag>
    default:
      return <Tag>{t('status_ended')}</Tag>
  }
}
