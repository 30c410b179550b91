import { type ECharts, init } from 'echarts/core'
import { useEffect, useRef } from 'react'
import { useMedia } from './media'

/** A chart as wide as its box. A page draws it anew when `dark` changes: the tokens then say other colours. */
export function useChart() {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts>(undefined)
  const dark = useMedia('(prefers-color-scheme: dark)')
  useEffect(() => {
    const el = box.current
    if (!el) return
    chart.current = init(el, null, { renderer: 'svg' })
    const watch = new ResizeObserver(() => chart.current?.resize())
    watch.observe(el)
    return () => {
      watch.disconnect()
      chart.current?.dispose()
    }
  }, [])
  return { box, chart, dark }
}

/** Reads design tokens, as they are now. */
export function tokens() {
  const style = getComputedStyle(document.documentElement)
  return (name: string) => style.getPropertyValue(`--om-${name}`).trim()
}
