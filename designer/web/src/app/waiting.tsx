import { Spin } from 'antd'
import { useEffect, useState } from 'react'

/** Nothing for 300 ms: a spinner that flashes is worse than none. */
export function Waiting() {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  return <div className="om-wait">{late && <Spin />}</div>
}
