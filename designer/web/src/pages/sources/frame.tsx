import { Tabs } from 'antd'
import { useLang } from '../../app/lang'
import { useUrl } from '../../app/url'
import '../case-list.css'
import { Duties } from './duties'
import { Registers } from './registers'
import './sources.css'

const tabs = ['duties', 'registers'] as const
type Tab = (typeof tabs)[number]

/** Source responsibility: who delivers what, and by what. */
export function Sources() {
  const { t } = useLang()
  const [url, change] = useUrl()
  const tab: Tab = tabs.find((x) => x === url.tab) ?? 'duties'
  return (
    <>
      <div className="om-head">
        <h1>{t('sources')}</h1>
        <span className="om-dim">{t('dutiesLead')}</span>
      </div>
      <Tabs
        activeKey={tab}
        onChange={(key) => change({ tab: key, id: undefined }, true)}
        items={tabs.map((key) => ({
          key,
          label: t(key),
          children: key === 'duties' ? <Duties /> : <Registers />,
        }))}
        destroyOnHidden
      />
    </>
  )
}
