import { Form } from 'antd'
import { api, need, type Schemas } from '../api/client'
import { useLang } from '../app/lang'
import type { CaseData } from './case'
import { Decide, useDecision } from './case-decide'

/** Takes a question back that is not answered yet. */
export function Revoke({ data, asked, close }: { data: CaseData; asked: Schemas['Asked']; close: () => void }) {
  const { t, tx } = useLang()
  const [form] = Form.useForm<object>()
  const decision = useDecision<object>(data, t('revokeDone'), close, (_, header) =>
    need(
      api.POST('/api/v1/cases/{id}/opinions/{task}/revocation', {
        params: { path: { id: data.id, task: asked.task }, header },
      }),
    ),
  )
  return (
    <Decide
      title={t('revoke')}
      consequence={t('revokeLead', { department: tx(asked.department.name) })}
      form={form}
      decision={decision}
      close={close}
    />
  )
}
