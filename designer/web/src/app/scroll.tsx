import type { ReactNode } from 'react'

/** What may be wider than the screen: it scrolls by itself, by keyboard too. */
export function Scroll({ label, children, className }: { label: string; children: ReactNode; className?: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={className ? `om-scroll ${className}` : 'om-scroll'} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
