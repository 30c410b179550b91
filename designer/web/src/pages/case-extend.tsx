import { Form, Input, InputNumber } from 'antd'
import { api, need, type Schemas } from '../api/client'
import { useLang } from '../app/lang'
import { instant } from '../app/time'
import type { CaseData } from './case'
import { Decide, useDecision } from './case-decide'

interface Values {
  days?: number
  note: string
}

/** Gives a case more time, showing until when each limit runs then. */
export function Extend({ data, may, close }: { data: CaseData; may: Schemas['MayExtend']; close: () => void }) {
  const { t, tx, lang } = useLang()
  const [form] = Form.useForm<Values>()
  const days = Form.useWatch('days', form)
  const decision = useDecision<Values>(data, t('actionDone', { action: t('extend') }), close, (v, header) =>
    need(
      api.POST('/api/v1/cases/{id}/extension', {
        params: { path: { id: data.id }, header },
        body: { days: v.days ?? 0, note: v.note.trim() },
      }),
    ),
  )
  return (
    <Decide
      title={t('extend')}
      consequence={t('extendLead', { basis: tx(may.basis), left: may.left })}
      form={form}
      decision={decision}
      close={close}
    >
      <Form.Item
        name="days"
        label={t('extendDays')}
        extra={t('extendDaysHint', { max: may.days })}
        rules={[{ required: true, message: t('extendDaysNeeded', { max: may.days }) }]}
      >
        <InputNumber min={1} max={may.days} precision={0} />
      </Form.Item>
      <dl className="om-until">
        {may.clocks.map((k) => (
          <div key={k.clock}>
            <dt>{tx(k.name)}</dt>
            <dd>
              <span className="om-dim">{instant(k.due, lang)}</span>
              {days && k.until[days - 1] && (
                <>
                  {' '}
                  → <strong>{instant(k.until[days - 1], lang)}</strong>
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <Form.Item
        name="note"
        className="om-note"
        label={t('extendNote')}
        extra={t('extendNoteHint')}
        rules={[{ required: true, whitespace: true, message: t('extendNoteNeeded') }]}
      >
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={2000} showCount />
      </Form.Item>
    </Decide>
  )
}
