import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect } from 'react'
import type { Schemas } from '../../api/client'
import { tokens, useChart } from '../../app/chart'
import { useLang } from '../../app/lang'
import { shortDay } from '../../app/time'

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer])

type Day = Schemas['AnalyticsFlowDay']

/** Bars are read day by day; past six weeks a line shows more. */
const mostBars = 42

export function FlowChart({ days, label }: { days: Day[]; label: string }) {
  const { t, lang } = useLang()
  const { box, chart, dark } = useChart()
  // biome-ignore lint/correctness/useExhaustiveDependencies: dark changes what the tokens say
  useEffect(() => {
    const token = tokens()
    const bars = days.length <= mostBars
    const series = (name: string, values: number[], color: string, dashed: boolean) =>
      bars
        ? {
            type: 'bar' as const,
            name,
            data: values,
            itemStyle: { color, borderRadius: [2, 2, 0, 0] },
            barMaxWidth: 12,
            barGap: '15%',
          }
        : {
            type: 'line' as const,
            name,
            data: values,
            showSymbol: false,
            lineStyle: { color, width: 1.75, type: dashed ? ('dashed' as const) : ('solid' as const) },
            itemStyle: { color },
          }
    chart.current?.setOption(
      {
        animation: false,
        textStyle: { fontFamily: token('font') },
        grid: { left: 8, right: 8, top: 36, bottom: 0, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
        legend: { right: 0, top: 0, itemWidth: 14, itemHeight: 8, textStyle: { color: token('ink-2') } },
        tooltip: {
          trigger: 'axis',
          backgroundColor: token('surface'),
          borderColor: token('line'),
          textStyle: { color: token('ink'), fontSize: 13 },
          axisPointer: {
            type: bars ? 'shadow' : 'line',
            shadowStyle: { color: token('surface-3'), opacity: 0.6 },
            lineStyle: { color: token('line-strong') },
          },
        },
        xAxis: {
          type: 'category',
          data: days.map((d) => shortDay(d.day, lang)),
          axisLine: { lineStyle: { color: token('line') } },
          axisTick: { show: false },
          axisLabel: { color: token('ink-3'), hideOverlap: true },
        },
        yAxis: {
          type: 'value',
          minInterval: 1,
          splitLine: { lineStyle: { color: token('line') } },
          axisLabel: { color: token('ink-3') },
        },
        series: [
          series(
            t('flowIn'),
            days.map((d) => d.in),
            token('primary'),
            false,
          ),
          series(
            t('flowOut'),
            days.map((d) => d.out),
            token('success'),
            true,
          ),
        ],
      },
      true,
    )
  }, [days, t, lang, dark])
  return <div ref={box} className="om-chart" role="img" aria-label={label} />
}
