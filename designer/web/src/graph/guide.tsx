import { lazy, Suspense, useMemo } from 'react'
import type { Schemas } from '../api/client'
import { useLang } from '../app/lang'
import { useMedia } from '../app/media'
import { Waiting } from '../app/waiting'
import type { Drawing } from './canvas'
import './graph.css'
import { textWidth } from './layout'

const Canvas = lazy(() => import('./canvas').then((m) => ({ default: m.Canvas })))

type GuideData = Schemas['CatalogDerivedGuide']
type Step = GuideData['steps'][number]
type Branch = Step['answers'][number]

/** A tree of more steps than these is read, not looked at. */
const mostDrawn = 40

const END = '·end'

export const percent = (share: number) => `${Math.round(share * 1000) / 10}%`

/** The answers of a step that lead on to the same step are one arrow. */
export function arrowsOf(step: Step): { next: number; answers: Branch[] }[] {
  const out: { next: number; answers: Branch[] }[] = []
  for (const b of step.answers) {
    const there = out.find((a) => a.next === b.next)
    if (there) there.answers.push(b)
    else out.push({ next: b.next, answers: [b] })
  }
  return out
}

/** The question tree: drawn, or on a phone, or where it is long, as a list that says where to go on. */
export function GuideTree({ guide, matter }: { guide: GuideData; matter: (id: string) => string }) {
  const narrow = useMedia('(max-width: 760px)')
  const list = <Steps guide={guide} matter={matter} />
  if (narrow || guide.steps.length > mostDrawn || guide.steps.length === 0) return list
  return (
    <>
      <Drawn guide={guide} />
      {list}
    </>
  )
}

function Drawn({ guide }: { guide: GuideData }) {
  const { t, tx, lang } = useLang()
  const drawing = useMemo<Drawing>(() => {
    const text = (s: Step) => tx(guide.questions.find((q) => q.id === s.question)?.text)
    const note = (s: Step) => t('guideShare', { share: percent(s.share) })
    const id = (next: number) => (next > 0 ? String(next) : END)
    return {
      nodes: [
        ...guide.steps.map((s) => ({
          id: String(s.number),
          width: Math.min(300, Math.max(textWidth(text(s), 14), textWidth(note(s), 12)) + 56),
          height: 58,
        })),
        { id: END, width: 96, height: 44 },
      ],
      edges: guide.steps.flatMap((s) =>
        arrowsOf(s).map((a) => ({
          id: `${s.number}→${a.next}`,
          from: String(s.number),
          to: id(a.next),
          tone: 'plain' as const,
          label:
            a.answers.length === s.answers.length
              ? t('guideAny')
              : a.answers.map((b) => `${tx(b.label)} ${percent(b.share)}`).join(t('comma')),
        })),
      ),
      early: true,
      face: (node) => {
        if (node === END) return <div className="om-end">{t('guideEnd')}</div>
        const s = guide.steps[Number(node) - 1]
        return (
          s && (
            <div className="om-matter-node nopan">
              <strong>
                {s.number}. {text(s)}
              </strong>
              <small>{note(s)}</small>
            </div>
          )
        )
      },
    }
  }, [guide, t, tx])
  const sizes = drawing.nodes.map((n) => `${n.width}`).join(' ')
  return (
    <Suspense fallback={<Waiting />}>
      <Canvas drawing={drawing} label={t('guideTree')} name={`guide ${guide.theme} ${lang} ${sizes}`} />
    </Suspense>
  )
}

function Steps({ guide, matter }: { guide: GuideData; matter: (id: string) => string }) {
  const { t, tx } = useLang()
  const what = (b: Branch) =>
    [
      b.in.length > 0 && t('guideIn', { matters: b.in.map(matter).join(t('comma')) }),
      b.out.length > 0 && t('guideOut', { matters: b.out.map(matter).join(t('comma')) }),
      b.fields > 0 && t('guideFields', { n: b.fields }),
      b.materials.length > 0 && t('guideMaterials', { n: b.materials.length }),
    ]
      .filter(Boolean)
      .join(t('comma'))
  return (
    <ol className="om-steps">
      {guide.steps.map((s) => (
        <li key={s.number} id={`guide-${s.number}`}>
          <strong>
            {s.number}. {tx(guide.questions.find((q) => q.id === s.question)?.text)}
          </strong>{' '}
          <small className="om-dim">{t('guideShare', { share: percent(s.share) })}</small>
          <ul>
            {s.answers.map((b) => (
              <li key={tx(b.label)}>
                <span>
                  {tx(b.label)} <small className="om-dim">{percent(b.share)}</small>
                </span>
                <span className="om-dim">{what(b) || t('guideSettlesNothing')}</span>
                {b.next > 0 ? (
                  <a href={`#guide-${b.next}`}>{t('guideGoto', { n: b.next })}</a>
                ) : (
                  <span>{t(b.next < 0 ? 'guideLeftOut' : 'guideEnd')}</span>
                )}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  )
}
