import { Button } from 'antd'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'

/** A simulation that could not be run; with assumptions of one's own there is a way back to the usual ones. */
export function Wrong({ error, retry, reset }: { error: unknown; retry: () => void; reset: (() => void) | undefined }) {
  const { t } = useLang()
  return (
    <>
      <Failed error={error} retry={retry} />
      {reset && (
        <p>
          <Button onClick={reset}>{t('simOwnReset')}</Button>
        </p>
      )}
    </>
  )
}
