import { ExportOutlined, ReloadOutlined } from '@ant-design/icons'
import { Button, Segmented, Select } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { useUrl } from '../../app/url'

interface Look {
  width: 'phone' | 'desktop'
  elder: boolean
  lang: 'zh' | 'en'
}

/** The address of the real page, as the citizen pages understand it. */
export function previewAddress(id: string, look: Look, section?: string): string {
  const q = new URLSearchParams({ lang: look.lang, elder: look.elder ? '1' : '0' })
  if (section) q.set('section', section)
  return `/preview/forms/${encodeURIComponent(id)}?${q}`
}

/** The real citizen page in a frame: on a phone or a desktop, in large type, in either language. */
export function Preview({
  id,
  sections,
  section,
}: {
  id: string
  sections: Schemas['FormSection'][]
  section?: string
}) {
  const { t, tx, lang } = useLang()
  const [, change] = useUrl()
  const [look, setLook] = useState<Look>({ width: 'phone', elder: false, lang })
  const [round, setRound] = useState(0)
  const topic = section ?? sections[0]?.id
  const address = previewAddress(id, look, topic)
  return (
    <section className="om-panel om-preview">
      <header>
        <div>
          <h2>{t('preview')}</h2>
          <span className="om-dim om-small">{t('previewLead')}</span>
        </div>
        <span className="om-preview-ends">
          <Button
            type="text"
            icon={<ReloadOutlined />}
            aria-label={t('reload')}
            title={t('reload')}
            onClick={() => setRound(round + 1)}
          />
          <Button
            type="text"
            icon={<ExportOutlined />}
            aria-label={t('openAlone')}
            title={t('openAlone')}
            href={address}
            target="_blank"
            rel="noreferrer"
          />
        </span>
      </header>
      <div className="om-preview-bar">
        <Select
          value={topic}
          onChange={(v) => change({ section: v })}
          aria-label={t('topicsInPreview')}
          style={{ minWidth: 180, flex: 1 }}
          options={sections.map((s, i) => ({ value: s.id, label: `${i + 1}. ${tx(s.title)}` }))}
        />
        <Segmented<Look['width']>
          aria-label={t('previewWidth')}
          value={look.width}
          onChange={(width) => setLook({ ...look, width })}
          options={[
            { value: 'phone', label: t('phone') },
            { value: 'desktop', label: t('desktop') },
          ]}
        />
        <Segmented
          aria-label={t('edition')}
          value={look.elder ? 'elder' : 'standard'}
          onChange={(v) => setLook({ ...look, elder: v === 'elder' })}
          options={[
            { value: 'standard', label: t('standardEdition') },
            { value: 'elder', label: t('elderEdition') },
          ]}
        />
        <Segmented<Look['lang']>
          aria-label={t('previewLang')}
          value={look.lang}
          onChange={(v) => setLook({ ...look, lang: v })}
          options={[
            { value: 'zh', label: t('chinese') },
            { value: 'en', label: t('english') },
          ]}
        />
      </div>
      <Stage key={round} address={address} wide={look.width === 'desktop'} />
    </section>
  )
}

const desktop = 1080

/** A desktop page is drawn at its own width and made smaller to fit, so that it breaks lines as it would there. */
function Stage({ address, wide }: { address: string; wide: boolean }) {
  const { t } = useLang()
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const el = box.current
    if (!el) return
    const watch = new ResizeObserver(() => setWidth(el.clientWidth))
    watch.observe(el)
    return () => watch.disconnect()
  }, [])
  const scale = wide && width > 0 ? Math.min(1, width / desktop) : 1
  return (
    <div className={wide ? 'om-stage om-stage-wide' : 'om-stage'} ref={box}>
      <div className="om-device" style={wide ? { height: 720 * Math.max(scale, 0.75) } : undefined}>
        <iframe
          src={address}
          title={t('preview')}
          style={
            wide
              ? {
                  width: desktop,
                  height: (720 * Math.max(scale, 0.75)) / scale,
                  transform: `scale(${scale})`,
                  transformOrigin: '0 0',
                }
              : undefined
          }
        />
      </div>
    </div>
  )
}
