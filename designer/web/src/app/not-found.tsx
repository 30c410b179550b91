import { Link } from '@tanstack/react-router'
import { Button, Result } from 'antd'
import { ApiError } from '../api/client'
import { useLang } from './lang'
import { Mark } from './mark'

export function NotFound() {
  const { t } = useLang()
  return (
    <Result
      icon={<Mark size={56} />}
      title={<h1 className="om-result-title">{t('notFound')}</h1>}
      subTitle={t('notFoundHelp')}
      extra={<Link to="/">{t('toStart')}</Link>}
    />
  )
}

/** What a page shows when the API refused or did not answer. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t, tx } = useLang()
  if (error instanceof ApiError && error.status === 404) return <NotFound />
  const detail = error instanceof ApiError ? tx(error.problem?.errors[0]?.message) : ''
  return (
    <Result
      status="warning"
      title={<h1 className="om-result-title">{t('failed')}</h1>}
      subTitle={detail || t('offline')}
      extra={retry && <Button onClick={retry}>{t('retry')}</Button>}
    />
  )
}
