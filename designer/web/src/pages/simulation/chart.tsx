import { BarChart } from 'echarts/charts'
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect } from 'react'
import type { Schemas } from '../../api/client'
import { tokens, useChart } from '../../app/chart'
import { useLang } from '../../app/lang'
import { days, percent } from '../../app/time'

use([BarChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, SVGRenderer])

type Simulation = Schemas['CatalogSimulation']
type Spread = NonNullable<Simulation['days']>
type Bars = Schemas['CatalogSimulatedBar'][]

/** Where a distribution ends for the eye: what is rarer comes under the last bar. */
const tail = 0.995

/** The shares of each whole day, up to where hardly anything is left. */
function upTo(last: number, bars: Bars): number[] {
  const out = Array.from({ length: last + 1 }, () => 0)
  for (const b of bars) {
    const at = Math.min(b.days, last)
    out[at] = (out[at] ?? 0) + b.share
  }
  return out
}

function ends(bars: Bars): number {
  let sum = 0
  for (const b of bars) {
    sum += b.share
    if (sum >= tail) return b.days
  }
  return bars.length - 1
}

/** How the days to the last result are spread, beside those of the release in force. */
export function DaysChart({ simulation: s, spread }: { simulation: Simulation; spread: Spread }) {
  const { t } = useLang()
  const { box, chart, dark } = useChart()
  // biome-ignore lint/correctness/useExhaustiveDependencies: dark changes what the tokens say
  useEffect(() => {
    const token = tokens()
    const before = s.against?.bars ?? []
    const last = Math.max(ends(s.bars), before.length > 0 ? ends(before) : 0)
    const series = (name: string, bars: Bars, color: string) => ({
      type: 'bar' as const,
      name,
      data: upTo(last, bars),
      itemStyle: { color, borderRadius: [2, 2, 0, 0] },
      barMaxWidth: 18,
      barCategoryGap: '20%',
      barGap: '8%',
    })
    const mark = (at: number, label: string, color: string) => ({
      xAxis: Math.min(Math.ceil(at), last),
      lineStyle: { color, type: 'dashed' as const, width: 1.5 },
      label: { formatter: label, color, fontSize: 12, distance: 4 },
    })
    chart.current?.setOption(
      {
        animation: false,
        textStyle: { fontFamily: token('font') },
        grid: { left: 8, right: 16, top: 52, bottom: 18, outerBoundsMode: 'same', outerBoundsContain: 'all' },
        legend:
          before.length > 0
            ? { left: 0, top: 0, itemWidth: 14, itemHeight: 8, textStyle: { color: token('ink-2') } }
            : undefined,
        tooltip: {
          trigger: 'axis',
          backgroundColor: token('surface'),
          borderColor: token('line'),
          textStyle: { color: token('ink'), fontSize: 13 },
          axisPointer: { type: 'shadow', shadowStyle: { color: token('surface-3'), opacity: 0.6 } },
          valueFormatter: (v: unknown) => percent(Number(v)),
        },
        xAxis: {
          type: 'category',
          name: t('simWorkdays'),
          nameLocation: 'middle',
          nameGap: 26,
          nameTextStyle: { color: token('ink-3') },
          data: upTo(last, s.bars).map((_, i) => (i === last ? `${i}+` : String(i))),
          axisLine: { lineStyle: { color: token('line') } },
          axisTick: { show: false },
          axisLabel: { color: token('ink-3'), hideOverlap: true },
        },
        yAxis: {
          type: 'value',
          splitLine: { lineStyle: { color: token('line') } },
          axisLabel: { color: token('ink-3'), formatter: (v: number) => `${Math.round(v * 1000) / 10}%` },
        },
        series: [
          ...(before.length > 0
            ? [series(t('simOther', { version: s.against?.version ?? '' }), before, token('line-strong'))]
            : []),
          {
            ...series(before.length > 0 ? t('simThis') : t('simShare'), s.bars, token('primary')),
            markLine: {
              symbol: 'none',
              silent: true,
              data: [
                mark(s.late.promisedDays, t('simPromisedWay', { n: days(s.late.promisedDays) }), token('ink-2')),
                mark(spread.p80, `P80 ${days(spread.p80)}`, token('warning')),
              ].map((m, i) => ({ ...m, label: { ...m.label, distance: i === 0 ? 4 : 20 } })),
            },
          },
        ],
      },
      true,
    )
  }, [s, spread, t, dark])
  const said = `${t('simDays')}: ${t('simMean')} ${days(spread.mean)}, ${t('simP80')} ${days(spread.p80)}, ${t('simP95')} ${days(spread.p95)}`
  return <div ref={box} className="om-chart" role="img" aria-label={said} />
}
