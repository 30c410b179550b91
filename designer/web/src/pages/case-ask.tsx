import { Form, Input, InputNumber, Select } from 'antd'
import { api, need, type Schemas } from '../api/client'
import { useLang } from '../app/lang'
import type { CaseData } from './case'
import { Decide, useDecision } from './case-decide'

interface Values {
  department: string
  question: string
  days: number
}

/** Asks another department for its opinion. */
export function AskOpinion({ data, may, close }: { data: CaseData; may: Schemas['MayAsk']; close: () => void }) {
  const { t, tx } = useLang()
  const [form] = Form.useForm<Values>()
  const decision = useDecision<Values>(data, t('askDone'), close, (v, header) =>
    need(
      api.POST('/api/v1/cases/{id}/opinions', {
        params: { path: { id: data.id }, header },
        body: { department: v.department, question: v.question.trim(), days: v.days },
      }),
    ),
  )
  const means = [
    t(may.silence === 'agree' ? 'silenceAgrees' : 'silenceNone'),
    may.pauses ? t('pausesThen', { basis: tx(may.basis) }) : '',
    t(may.required ? 'askRequired' : 'askLapses'),
  ]
  return (
    <Decide
      title={t('askOpinion')}
      consequence={means.filter(Boolean).join(' ')}
      form={form}
      decision={decision}
      close={close}
      initial={{ days: may.limit }}
    >
      <Form.Item name="department" label={t('askWhom')} rules={[{ required: true, message: t('askWhomNeeded') }]}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={may.departments.map((d) => ({ value: d.id, label: tx(d.name) || d.id }))}
        />
      </Form.Item>
      <Form.Item
        name="question"
        label={t('askWhat')}
        rules={[{ required: true, whitespace: true, message: t('askWhatNeeded') }]}
      >
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={2000} showCount />
      </Form.Item>
      <Form.Item
        name="days"
        label={t('askDays')}
        extra={t('askDaysHint', { max: may.limit })}
        rules={[{ required: true, message: t('askDaysNeeded', { max: may.limit }) }]}
      >
        <InputNumber min={0.5} max={may.limit} step={0.5} />
      </Form.Item>
    </Decide>
  )
}
