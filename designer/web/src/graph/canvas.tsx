import {
  Controls,
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  Handle,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react'
import '@xyflow/react/dist/style.css'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useLang } from '../app/lang'
import { Waiting } from '../app/waiting'
import { type Direction, type Graph, type GraphEdge, headOf, layered, type Placed, pathOf, type Route } from './layout'

/** A drawing: nodes to place, what to draw in each, and how each edge looks. */
export interface Drawing extends Graph {
  edges: (GraphEdge & { tone: Tone })[]
  /** What stands in a node. */
  face: (id: string) => ReactNode
}

export type Tone = 'plain' | 'good' | 'ask' | 'bad' | 'quiet'

type BoxNode = Node<{ face: ReactNode }, 'box'>
type LineEdge = Edge<{ route: Route; tone: Tone; text?: string }, 'line'>

function BoxView({ data }: NodeProps<BoxNode>) {
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      {data.face}
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </>
  )
}

function LineView({ data }: EdgeProps<LineEdge>) {
  if (!data) return null
  const { route, tone, text } = data
  return (
    <>
      <g className={`om-edge om-edge-${tone}`}>
        <path className="om-edge-line" d={pathOf(route.points)} />
        <path className="om-edge-head" d={headOf(route.points)} />
      </g>
      {text && route.label && (
        <EdgeLabelRenderer>
          <span
            className={`om-edge-label om-edge-${tone}`}
            style={{
              transform: `translate(${route.label.x}px, ${route.label.y}px)`,
              width: route.label.width,
              height: route.label.height,
            }}
          >
            {text}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  )
}

const nodeTypes = { box: BoxView }
const edgeTypes = { line: LineView }

/** Below this the words of a drawing cannot be read. */
const smallest = 0.62

function useWidth() {
  const ref = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const el = ref.current
    if (!el) return
    const watch = new ResizeObserver(() => setWidth(Math.round(el.clientWidth)))
    watch.observe(el)
    setWidth(Math.round(el.clientWidth))
    return () => watch.disconnect()
  }, [])
  return [ref, width] as const
}

/** Draws a graph, laid out in layers: lying where it fits, standing where it does not. */
export function Canvas({ drawing, label, name }: { drawing: Drawing; label: string; name: string }) {
  const [ref, width] = useWidth()
  const { t, lang } = useLang()
  const layouts = useQuery({
    queryKey: ['layout', name, lang],
    queryFn: async () => {
      const of = (d: Direction) => layered(drawing, d)
      return { RIGHT: await of('RIGHT'), DOWN: await of('DOWN') }
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  const lying = layouts.data && (width === 0 || width / layouts.data.RIGHT.width >= 0.8)
  const placed = layouts.data && (lying ? layouts.data.RIGHT : layouts.data.DOWN)
  const zoom = placed ? Math.max(smallest, Math.min(1, width / placed.width)) : 1
  return (
    <figure className="om-graph" aria-label={label}>
      <div ref={ref} className="om-graph-box" style={placed ? { height: Math.ceil(placed.height * zoom) } : undefined}>
        {layouts.isPending && <Waiting />}
        {layouts.isError && <p className="om-dim om-graph-failed">{t('drawingFailed')}</p>}
        {placed && width > 0 && (
          <ReactFlowProvider key={`${name} ${lang} ${lying} ${width}`}>
            <Flow drawing={drawing} placed={placed} zoom={zoom} width={width} />
          </ReactFlowProvider>
        )}
      </div>
    </figure>
  )
}

function Flow({ drawing, placed, zoom, width }: { drawing: Drawing; placed: Placed; zoom: number; width: number }) {
  const { t } = useLang()
  const [near, setNear] = useState(false)
  const overflows = placed.width * zoom > width + 1
  const nodes = useMemo<BoxNode[]>(
    () =>
      placed.nodes.map((box) => ({
        id: box.id,
        type: 'box',
        position: { x: box.x, y: box.y },
        width: box.width,
        height: box.height,
        data: { face: drawing.face(box.id) },
        zIndex: drawing.nodes.some((n) => n.parent === box.id) ? -1 : 1,
      })),
    [drawing, placed],
  )
  const edges = useMemo<LineEdge[]>(
    () =>
      drawing.edges.flatMap((e) => {
        const route = placed.edges.find((r) => r.id === e.id)
        return route
          ? [
              {
                id: e.id,
                type: 'line' as const,
                source: e.from,
                target: e.to,
                data: { route, tone: e.tone, text: e.label },
              },
            ]
          : []
      }),
    [drawing, placed],
  )
  // Where all does not fit, the reader begins at the beginning.
  const first = placed.nodes[0]
  const middle = overflows && first ? (first.x + first.width / 2) * zoom : (placed.width * zoom) / 2
  const start = { x: overflows ? Math.min(0, width / 2 - middle) : width / 2 - middle, y: 0, zoom }
  return (
    <ReactFlow<BoxNode, LineEdge>
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      defaultViewport={start}
      minZoom={Math.min(0.4, zoom)}
      maxZoom={2}
      onMove={(_, v) => setNear(v.zoom > zoom + 0.01)}
      panOnDrag={near || overflows}
      zoomOnScroll={false}
      zoomOnPinch
      zoomOnDoubleClick={false}
      preventScrolling={false}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      ariaLabelConfig={{
        'controls.ariaLabel': t('zoom'),
        'controls.zoomIn.ariaLabel': t('zoomIn'),
        'controls.zoomOut.ariaLabel': t('zoomOut'),
        'controls.fitView.ariaLabel': t('zoomFit'),
      }}
    >
      <Zoom start={start} />
    </ReactFlow>
  )
}

function Zoom({ start }: { start: { x: number; y: number; zoom: number } }) {
  const flow = useReactFlow()
  return (
    <Controls
      showInteractive={false}
      position="top-right"
      orientation="horizontal"
      onFitView={() => void flow.setViewport(start)}
    />
  )
}
