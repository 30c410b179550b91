import { DownloadOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useLang } from '../../app/lang'

const lists = ['demand', 'duty'] as const
const formats = ['xlsx', 'csv'] as const

/** The two lists to take along: what is needed from whom, and what must be delivered to whom. */
export function ListFiles({ matter, department }: { matter?: string; department?: string }) {
  const { t, lang } = useLang()
  const address = (list: string, format: string) => {
    const query = new URLSearchParams({ list, format, lang })
    if (matter) query.set('matter', matter)
    if (department) query.set('department', department)
    return `/api/v1/duties/file?${query}`
  }
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: lists.map((list) => ({
          type: 'group' as const,
          key: list,
          label: t(`dutyList_${list}`),
          children: formats.map((format) => ({
            key: `${list}-${format}`,
            label: (
              <a href={address(list, format)} download aria-label={`${t(`dutyList_${list}`)} · ${t(`file_${format}`)}`}>
                {t(`file_${format}`)}
              </a>
            ),
          })),
        })),
      }}
    >
      <Button icon={<DownloadOutlined />}>{t('dutyLists')}</Button>
    </Dropdown>
  )
}
