import { lazy, Suspense } from 'react'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { useDerivedGuide } from '../../app/queries'
import { Waiting } from '../../app/waiting'

const GuideTree = lazy(() => import('../../graph/guide').then((m) => ({ default: m.GuideTree })))

/** The shortest question tree that follows from the conditions, and what each question can change. */
export function Derived({ theme }: { theme: Schemas['Theme'] }) {
  const { t, tx } = useLang()
  const query = useDerivedGuide(theme.id)
  const guide = query.data
  if (!guide) return query.isError ? null : <Waiting />
  const matter = (id: string) => tx(theme.matters.find((m) => m.matter === id)?.name) || id
  const number = (n: number) => (Math.round(n * 100) / 100).toFixed(2)
  return (
    <section className="om-panel">
      <header>
        <h2>{t('guideTree')}</h2>
        <span className="om-dim">{t(guide.first.length > 0 ? 'guideTreeStaff' : 'guideTreeLead')}</span>
      </header>
      <div className="om-body">
        <p>
          {t('guideAsks', { n: number(guide.expected), written: number(guide.writtenOrder) })}
          {guide.first.length > 0 && t('guideAsDerived', { n: number(guide.derivedOrder) })}
          {guide.provenFewest && t('guideFewest')}
        </p>
        {guide.first.length > 0 && (
          <p>
            {t('guideFirst', {
              questions: guide.first
                .map((id) => tx(guide.questions.find((q) => q.id === id)?.text) || id)
                .join(t('comma')),
            })}
          </p>
        )}
        <p className="om-dim om-small">
          {[...new Set(guide.questions.map((q) => tx(q.source)).filter(Boolean))].join(' ') || t('guideEven')}
        </p>
        <Suspense fallback={<Waiting />}>
          <GuideTree guide={guide} matter={matter} />
        </Suspense>
        <h3>{t('guideChanges')}</h3>
        <ul className="om-changes">
          {guide.questions.map((q) => (
            <li key={q.id}>
              <strong>{tx(q.text)}</strong> {q.derived && <small>{t('guideDerived')}</small>}
              <p className="om-dim">
                {[
                  q.effect.matters.length > 0 &&
                    t('guideDecides', { matters: q.effect.matters.map(matter).join(t('comma')) }),
                  q.effect.hung.length > 0 &&
                    t('guideHung', {
                      names: [...new Set(q.effect.hung.map((h) => tx(h.name)))].join(t('comma')),
                    }),
                  q.effect.moreFields + q.effect.moreMaterials > 0 &&
                    t('guideDiffer', { fields: q.effect.moreFields, materials: q.effect.moreMaterials }),
                ]
                  .filter(Boolean)
                  .join(t('stop')) || t('guideSettlesNothing')}
              </p>
            </li>
          ))}
        </ul>
        {guide.inForm.length > 0 && (
          <>
            <h3>{t('guideInForm')}</h3>
            <ul className="om-changes">
              {guide.inForm.map((q) => (
                <li key={q.id}>
                  {tx(q.text)}{' '}
                  <span className="om-dim">
                    {t('guideHung', { names: [...new Set(q.effect.hung.map((h) => tx(h.name)))].join(t('comma')) })}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </section>
  )
}
