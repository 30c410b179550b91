import { Link, useParams } from '@tanstack/react-router'
import type { Schemas } from '../../api/client'
import { demandsOf } from '../../app/constraints'
import { useLang } from '../../app/lang'
import { Failed } from '../../app/not-found'
import { useForm, useMatters } from '../../app/queries'
import { useUrl } from '../../app/url'
import { useConditions } from '../../app/use-conditions'
import { Waiting } from '../../app/waiting'
import { useTypeName } from './elements'
import { Preview } from './preview'

type FormData = Schemas['Form']
type Field = Schemas['FormField']

/** A form: its topics and fields, beside the page that citizens will see. */
export function Form() {
  const { id } = useParams({ from: '/catalog/forms/$id' })
  const { t, tx } = useLang()
  const query = useForm(id)
  const matters = useMatters()
  const [url] = useUrl()
  if (!query.data) return query.isError ? <Failed error={query.error} retry={() => query.refetch()} /> : <Waiting />
  const form = query.data
  return (
    <article className="om-page">
      <header className="om-page-head">
        <p className="om-dim om-crumb">
          <Link to="/catalog/forms">{t('forms')}</Link> / {form.id}
        </p>
        <h1>{tx(form.title)}</h1>
        <p className="om-dim">
          {t('fieldsCount', { n: form.fields })} · {t('sectionsCount', { n: form.sections.length })}
          {form.matters?.map((m) => (
            <span key={m}>
              {' · '}
              {t('formOf')}{' '}
              <Link to="/catalog/matters/$id" params={{ id: m }}>
                {tx(matters.data?.find((x) => x.id === m)?.name) || m}
              </Link>
            </span>
          ))}
        </p>
      </header>
      <div className="om-form-body">
        <FormFields form={form} />
        <Preview id={form.id} sections={form.sections} section={url.section} />
      </div>
    </article>
  )
}

/** Every field by topic, with what is demanded of it in words. */
function FormFields({ form }: { form: FormData }) {
  const { t, tx, lang } = useLang()
  const [url, change] = useUrl()
  const all = form.sections.flatMap((s) => s.fields)
  const when = useConditions({ fields: all })
  return (
    <section className="om-panel om-fields">
      <header>
        <h2>{t('fieldsTitle')}</h2>
      </header>
      <div className="om-body">
        {form.sections.map((s, i) => (
          <section key={s.id}>
            <h3>
              <button
                type="button"
                className={(url.section ?? form.sections[0]?.id) === s.id ? 'om-topic om-on' : 'om-topic'}
                aria-pressed={(url.section ?? form.sections[0]?.id) === s.id}
                onClick={() => change({ section: s.id })}
              >
                <span className="om-count">{i + 1}</span> {tx(s.title)}
              </button>
            </h3>
            {s.repeats?.map((r) => (
              <p key={r.path} className="om-repeat">
                {[
                  t('repeats'),
                  ...r.uses.flatMap((u) => [
                    ...(u.visible ? [t('shownWhen', { when: when(u.visible) })] : []),
                    ...demandsOf({ minItems: u.minItems, maxItems: u.maxItems }, lang, when),
                  ]),
                ].join(' · ')}
              </p>
            ))}
            <ul>
              {s.fields.map((f) => (
                <FieldRow key={f.path} field={f} when={when} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  )
}

function FieldRow({ field, when }: { field: Field; when: (cel: string) => string }) {
  const { t, tx, lang } = useLang()
  const type = useTypeName()
  const always = field.uses.every((u) => u.required && !u.visible)
  const notes = new Set<string>()
  for (const u of field.uses) {
    const own = [
      u.visible && t('shownWhen', { when: when(u.visible) }),
      u.requiredIf && u.requiredIf !== u.visible && t('requiredWhen', { when: when(u.requiredIf) }),
      ...demandsOf(u, lang, when),
      ...(u.check ?? []).map((c) => tx(c.message)),
    ].filter((x): x is string => !!x)
    for (const n of own) notes.add(n)
  }
  return (
    <li className="om-field">
      <div>
        <strong>{tx(field.label)}</strong>
        {always ? (
          <span className="om-dim om-small">{t('required')}</span>
        ) : (
          !field.uses.some((u) => u.required || u.requiredIf) && (
            <span className="om-dim om-small">{t('optional')}</span>
          )
        )}
      </div>
      <div className="om-dim om-small">
        {tx(field.subject.name)} · {type(field.type)} ·{' '}
        <Link to="/catalog/elements" search={{ id: field.element } as never} className="om-code">
          {field.element}
        </Link>
      </div>
      {notes.size > 0 && (
        <ul className="om-demands">
          {[...notes].map((n) => (
            <li key={n}>{n}</li>
          ))}
        </ul>
      )}
    </li>
  )
}
