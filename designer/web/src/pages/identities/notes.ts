import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useState } from 'react'
import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { refusals } from '../sources/notices'

type Identity = Schemas['Identity']

/** Notes something of an account: what was refused, and the noting itself. What was sent is forgotten at once: it has the number. */
export function useNoting<S>(
  send: (said: S) => Promise<Identity>,
  done: (now: Identity) => string,
  close: () => void,
): { notices: string[]; noting: UseMutationResult<Identity, Error, S> } {
  const words = useLang()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [notices, setNotices] = useState<string[]>([])
  const noting = useMutation({
    mutationFn: send,
    gcTime: 0,
    onMutate: () => setNotices([]),
    onSuccess: (now) => {
      client.setQueryData(['identity', now.username], now)
      void message.success(done(now))
      close()
    },
    onError: (err) => {
      setNotices(refusals(err, words))
      void client.invalidateQueries({ queryKey: ['identity'] }) // somebody else may have been at it
    },
  })
  return { notices, noting }
}
