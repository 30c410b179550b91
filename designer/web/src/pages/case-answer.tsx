import { Form, Input } from 'antd'
import { api, need, type Schemas } from '../api/client'
import { useLang } from '../app/lang'
import type { CaseData } from './case'
import { Decide, useDecision } from './case-decide'

interface Values {
  note?: string
}

/** Gives an answer, once and for good. */
export function AnswerForm(props: {
  data: CaseData
  asked: Schemas['Asked']
  answer: 'agree' | 'disagree' | 'remarks'
  leads: string
  close: () => void
}) {
  const { data, asked, answer, leads, close } = props
  const { t } = useLang()
  const [form] = Form.useForm<Values>()
  const decision = useDecision<Values>(data, t('answerDone'), close, (v, header) =>
    need(
      api.POST('/api/v1/cases/{id}/answers', {
        params: { path: { id: data.id }, header },
        body: { task: asked.task, answer, note: v.note?.trim() || undefined },
      }),
    ),
  )
  return (
    <Decide
      title={t(answer)}
      consequence={leads}
      danger={answer === 'disagree'}
      form={form}
      decision={decision}
      close={close}
    >
      <Form.Item
        name="note"
        label={t(answer === 'agree' ? 'note' : answer === 'disagree' ? 'whyDisagree' : 'yourRemarks')}
        rules={answer === 'agree' ? [] : [{ required: true, whitespace: true, message: t('answerNeeded') }]}
      >
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={2000} showCount />
      </Form.Item>
    </Decide>
  )
}
