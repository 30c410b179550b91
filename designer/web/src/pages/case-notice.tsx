import { Alert } from 'antd'
import { useLang } from '../app/lang'
import { instant } from '../app/time'
import type { CaseData } from './case'

/** Where a theme tells its results in one notice: what was told, and until when the rest is. */
export function Notice({ data }: { data: CaseData }) {
  const { t, tx, lang } = useLang()
  const n = data.notice
  if (!n || data.told) return null
  return (
    <section className="om-panel">
      <header>
        <h2>{t('notice')}</h2>
        <span className="om-dim">{t('noticeDone', { done: n.done, of: n.of })}</span>
      </header>
      <div className="om-body">
        {n.waits && <Alert type="info" showIcon title={t('noticeWaits')} />}
        {n.sent.length === 0 && !n.waits && <p className="om-dim">{t('noticeLead')}</p>}
        {n.by && <p>{t('noticeBy', { when: instant(n.by, lang) })}</p>}
        {n.sent.length > 0 && (
          <ol className="om-history">
            {n.sent.map((sent, i) => (
              <li key={sent.at}>
                <div>
                  <strong>{t('noticeSent', { n: i + 1, when: instant(sent.at, lang) })}</strong>
                </div>
                <div className="om-dim">{sent.matters.map((m) => tx(m.name)).join(lang === 'zh' ? '、' : ', ')}</div>
              </li>
            ))}
          </ol>
        )}
      </div>
    </section>
  )
}
