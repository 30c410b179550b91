import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { api, need } from '../api/client'
import { useLang } from '../app/lang'
import { claimable, type Row, rowKey } from './case-rows'

/** Claims what was chosen, each for itself: what others took meanwhile stays theirs. */
export function BulkClaim({ items, chosen, done }: { items: Row[]; chosen: string[]; done: () => void }) {
  const { t } = useLang()
  const { message } = App.useApp()
  const client = useQueryClient()
  const rows = items.filter((c) => chosen.includes(rowKey(c)) && claimable(c))
  const claim = useMutation({
    mutationFn: async () => {
      const results = await Promise.allSettled(
        rows.map((c) =>
          need(
            api.POST('/api/v1/cases/{id}/handover', {
              // The key is made of what is claimed: a second click claims nothing else.
              params: {
                path: { id: c.id },
                header: { 'If-Match': `"${c.revision}"`, 'Idempotency-Key': `claim-${c.id}-${c.revision}` },
              },
              body: { do: 'claim' },
            }),
          ),
        ),
      )
      return results.filter((r) => r.status === 'fulfilled').length
    },
    onSuccess: (n) => {
      if (n > 0) void message.success(t('claimedSome', { n }))
      if (n < rows.length) void message.warning(t('claimedNot', { n: rows.length - n }))
      void client.invalidateQueries({ queryKey: ['cases'] })
      done()
    },
  })
  if (rows.length === 0) return null
  return (
    <Button type="primary" loading={claim.isPending} onClick={() => claim.mutate()}>
      {t('claimChosen', { n: rows.length })}
    </Button>
  )
}
