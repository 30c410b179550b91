import { DownloadOutlined } from '@ant-design/icons'
import { useLang } from '../../app/lang'
import { useCertificate } from '../../app/queries'
import { Measures } from './burden'

const files = ['pdf', 'xlsx', 'json'] as const

/** The reduction certificate: what merging saves over every way through the guide. */
export function Certificate({ id }: { id: string }) {
  const { t, lang } = useLang()
  const cert = useCertificate(id).data
  if (!cert) return null
  const at = (k: 'fields' | 'required' | 'materials' | 'signatures' | 'days') => ({
    name: t(`b_${k}`),
    before: cert.before[k],
    after: cert.after[k],
  })
  return (
    <Measures
      title={t('certificate')}
      lead={t(cert.whole ? 'certificateLead' : 'certificateDrawn', { n: cert.situations })}
      of={[
        at('fields'),
        at('required'),
        at('materials'),
        at('signatures'),
        at('days'),
        { name: t('fillMinutes'), before: cert.before.seconds / 60, after: cert.after.seconds / 60 },
      ]}
      ends={
        <span className="om-files">
          {files.map((f) => (
            <a
              key={f}
              href={`/api/v1/themes/${encodeURIComponent(id)}/certificate/file?format=${f}&lang=${lang}`}
              download
            >
              <DownloadOutlined aria-hidden="true" /> <span className="om-sr">{t('certificate')} </span>
              {f.toUpperCase()}
            </a>
          ))}
        </span>
      }
    />
  )
}
