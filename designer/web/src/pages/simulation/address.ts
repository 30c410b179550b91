import { useUrl } from '../../app/url'
import { type Assume, readAssume, writeAssume } from './assume'
import type { Size } from './queries'

export const usual: Size = { cases: 2000, perDay: 10 }

/** How much is simulated and on what: it stands in the address, so that it can be sent and opened again. */
export function useSimulated(): {
  size: Size | undefined
  assume: string | undefined
  own: Assume
  run: (size: Size, own: Assume) => void
} {
  const [url, change] = useUrl()
  const whole = (text: string | undefined, otherwise: number) => {
    const n = Number(text)
    return Number.isInteger(n) && n > 0 ? n : otherwise
  }
  return {
    size: url.cases ? { cases: whole(url.cases, usual.cases), perDay: whole(url.perDay, usual.perDay) } : undefined,
    assume: url.assume,
    own: readAssume(url.assume),
    run: (size, own) => change({ cases: String(size.cases), perDay: String(size.perDay), assume: writeAssume(own) }),
  }
}
