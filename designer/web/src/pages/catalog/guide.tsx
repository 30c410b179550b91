import { useQueries } from '@tanstack/react-query'
import { Tag } from 'antd'
import { api, need, type Schemas } from '../../api/client'
import { namesIn } from '../../app/condition'
import { useLang } from '../../app/lang'
import { useMergedForm } from '../../app/queries'
import { useConditions } from '../../app/use-conditions'
import { useTypeName } from './elements'

type ThemeData = Schemas['Theme']

/** The guide's questions, each with what it decides: matters, then fields, then materials. */
export function Guide({ theme }: { theme: ThemeData }) {
  const { t, tx } = useLang()
  const type = useTypeName()
  const merged = useMergedForm(theme.id)
  const fields = merged.data?.sections.flatMap((s) => s.fields) ?? []
  const matters = useQueries({
    queries: theme.matters.map((m) => ({
      queryKey: ['matter', m.matter],
      queryFn: () => need(api.GET('/api/v1/matters/{id}', { params: { path: { id: m.matter } } })),
      staleTime: 5 * 60_000,
    })),
  })
  const when = useConditions({ questions: theme.questions, fields })
  const repeats = merged.data?.sections.flatMap((x) => x.repeats ?? []) ?? []
  const decides = (q: ThemeData['questions'][number]): string[] => {
    const path = q.field?.replaceAll('/', '.')
    const field = fields.find((f) => f.path === q.field)
    const about = (cel: string | undefined): cel is string =>
      !!cel && namesIn(cel).some((n) => n === q.id || n === path)
    // Beside the question itself, it need not be named again.
    const here = (cel: string) =>
      [q.text, field?.label].reduce(
        (words, label) => (label ? words.replace(`“${tx(label)}”`, t('theAnswer')) : words),
        when(cel),
      )
    const out = new Set<string>()
    for (const m of theme.matters)
      if (about(m.when)) out.add(t('decidesMatter', { when: here(m.when), matter: tx(m.name) }))
    for (const x of [...fields, ...repeats]) {
      const shown = x.uses.map((u) => u.visible).find(about)
      if (shown) out.add(t('decidesField', { when: here(shown), field: tx(x.label) }))
    }
    for (const f of fields) {
      const asked = f.uses.find((u) => about(u.requiredIf) && u.requiredIf !== u.visible)?.requiredIf
      if (asked) out.add(t('decidesRequired', { when: here(asked), field: tx(f.label) }))
    }
    for (const m of matters) {
      for (const u of m.data?.materials ?? []) {
        if (about(u.when)) out.add(t('decidesMaterial', { when: here(u.when), material: tx(u.label) }))
      }
    }
    return [...out]
  }
  return (
    <section className="om-panel">
      <header>
        <h2>{t('guide')}</h2>
        <span className="om-dim">{t('guideLead')}</span>
      </header>
      <ol className="om-guide">
        {theme.questions.map((q) => {
          const list = decides(q)
          const field = fields.find((f) => f.path === q.field)
          return (
            <li key={q.id}>
              <div>
                <strong>{tx(q.text)}</strong>
                <p className="om-dim om-small">
                  <span className="om-sr">{t('questionType')} </span>
                  {type(q.type)}
                  {q.unit && ` · ${tx(q.unit)}`}
                </p>
                {q.options && (
                  <p className="om-options">
                    {q.options.map((o) => (
                      <Tag key={o.code}>{tx(o.name)}</Tag>
                    ))}
                  </p>
                )}
              </div>
              <ul className="om-demands">
                {list.map((d) => (
                  <li key={d}>{d}</li>
                ))}
                {field && <li className="om-dim">{t('sameAsField', { field: tx(field.label) })}</li>}
                {list.length === 0 && q.field && <li className="om-dim">{t('decidesNothing')}</li>}
              </ul>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
