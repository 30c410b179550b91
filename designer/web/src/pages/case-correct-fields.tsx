import { Form, Select } from 'antd'
import { useLang } from '../app/lang'
import type { CaseData } from './case'
import { named } from './case-answers'
import { type Correctable, choices } from './case-correct'

/** Which answers a correction asks for. */
export function WhichFields({ data }: { data: CaseData }) {
  const { t, tx } = useLang()
  const all = data.correctable ?? []
  const at = new Map(all.map((c) => [c.path, c]))
  // Who looks for what is worked out finds what it is worked out from.
  const computes = (c: Correctable) => c.computes && named(c.computes, t, tx)
  return (
    <Form.Item name="fields" label={t('whichFields')} extra={t('whichFieldsHint')}>
      <Select
        mode="multiple"
        allowClear
        showSearch={{ optionFilterProp: 'found' }}
        listHeight={320}
        options={choices(all, tx).map(({ heading, list }) => ({
          label: heading,
          // Chosen, and to a screen reader, it stands without its heading.
          options: list.map((c) => ({
            value: c.path,
            label: `${heading} · ${tx(c.label)}`,
            found: `${heading} · ${tx(c.label)} ${computes(c) ?? ''}`,
          })),
        }))}
        optionRender={({ value }) => {
          const c = at.get(String(value))
          return c && <Choice choice={c} of={at.get(c.copyOf ?? '')} computes={computes(c)} />
        }}
      />
    </Form.Item>
  )
}

function Choice({ choice, of, computes }: { choice: Correctable; of?: Correctable; computes?: string }) {
  const { t, tx } = useLang()
  return (
    <span className="om-choice">
      {tx(choice.label)}
      {choice.empty && <small>{t('leftEmpty')}</small>}
      {of && <small>{t('copyOf', { group: tx(of.group), label: tx(of.label) })}</small>}
      {computes && <small>{t('computes', { answers: computes })}</small>}
    </span>
  )
}
