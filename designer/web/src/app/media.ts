import { useEffect, useMemo, useState } from 'react'

/** Whether a media query holds now. */
export function useMedia(text: string): boolean {
  const query = useMemo(() => window.matchMedia(text), [text])
  const [matches, setMatches] = useState(query.matches)
  useEffect(() => {
    const change = () => setMatches(query.matches)
    query.addEventListener('change', change)
    return () => query.removeEventListener('change', change)
  }, [query])
  return matches
}
