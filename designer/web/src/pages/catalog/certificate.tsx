import { DownloadOutlined } from '@ant-design/icons'
import { useLang } from '../../app/lang'
import { useCertificate } from '../../app/queries'
import { Measures } from './burden'
import { CertificateReal } from './certificate-real'
import { CertificateSpared, percent } from './certificate-spared'

const files = ['pdf', 'xlsx', 'json'] as const

/** The reduction certificate: what merging saves over every way through the guide, and what departments deliver beyond it. */
export function Certificate({ id }: { id: string }) {
  const { t, tx, lang } = useLang()
  const cert = useCertificate(id).data
  if (!cert) return null
  const given = cert.delivered?.given ?? []
  const delivered = given.length > 0 ? cert.delivered?.after : undefined
  const at = (k: 'fields' | 'required' | 'materials' | 'signatures' | 'days') => ({
    name: t(`b_${k}`),
    before: cert.before[k],
    after: cert.after[k],
    delivered: delivered?.[k],
  })
  const beside = `${delivered ? '&delivered=true' : ''}${cert.real ? '&real=true' : ''}`
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
        {
          name: t('fillMinutes'),
          before: cert.before.seconds / 60,
          after: cert.after.seconds / 60,
          delivered: delivered && delivered.seconds / 60,
        },
      ]}
      ends={
        <span className="om-files">
          {files.map((f) => (
            <a
              key={f}
              href={`/api/v1/themes/${encodeURIComponent(id)}/certificate/file?format=${f}&lang=${lang}${beside}`}
              download
            >
              <DownloadOutlined aria-hidden="true" /> <span className="om-sr">{t('certificate')} </span>
              {f.toUpperCase()}
            </a>
          ))}
        </span>
      }
    >
      <div className="om-body om-cert-more">
        <div>
          <section>
            <h3>{t('certDelivered')}</h3>
            <p className="om-dim">{t(delivered ? 'certDeliveredLead' : 'certDeliveredNone')}</p>
            {given.length > 0 && (
              <ul>
                {given.map((g) => (
                  <li key={g.kind + g.item}>
                    <span>{tx(g.name)}</span>
                    <span className="om-dim">
                      {tx(g.department)} · {t('certSpares', { share: percent(g.share) })}
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </section>
          {cert.real && <CertificateReal real={cert.real} />}
        </div>
        {cert.spared && <CertificateSpared spared={cert.spared} />}
      </div>
    </Measures>
  )
}
