/** The mark: many strands that become one. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true" focusable="false">
      <g stroke="var(--om-primary)" strokeWidth="2.4" strokeLinecap="round">
        <path d="M3 5C12 5 12 16 20 16" />
        <path d="M3 12.3C10 12.3 12 16 20 16" opacity=".72" />
        <path d="M3 19.7C10 19.7 12 16 20 16" opacity=".72" />
        <path d="M3 27C12 27 12 16 20 16" />
        <path d="M20 16H29" strokeWidth="4" />
      </g>
    </svg>
  )
}
