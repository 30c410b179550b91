import { SearchOutlined } from '@ant-design/icons'
import { Input, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useUrl } from './url'

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable)

/** Searches as one types, keeps the words in the address as q; `/` jumps here from anywhere on the page. */
export function SearchBox({ label, onEnter }: { label: string; onEnter?: () => void }) {
  const [search, change] = useUrl()
  const [text, setText] = useState(search.q ?? '')
  const input = useRef<InputRef>(null)
  const written = useRef(search.q ?? '')
  useEffect(() => {
    const timer = setTimeout(() => {
      const q = text.trim()
      if (q === written.current) return
      written.current = q
      change({ q: q || undefined })
    }, 200)
    return () => clearTimeout(timer)
  }, [text, change])
  // The browser's Back, or a cleared filter, writes into the box as well.
  useEffect(() => {
    const q = search.q ?? ''
    if (q === written.current) return
    written.current = q
    setText(q)
  }, [search.q])
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.key !== '/' || e.metaKey || e.ctrlKey || e.altKey || typing(e.target)) return
      e.preventDefault()
      input.current?.focus({ cursor: 'all' })
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return (
    <Input
      ref={input}
      className="om-search"
      value={text}
      onChange={(e) => setText(e.target.value)}
      onPressEnter={onEnter}
      allowClear
      maxLength={100}
      prefix={<SearchOutlined aria-hidden />}
      suffix={text ? undefined : <kbd>/</kbd>}
      placeholder={label}
      aria-label={label}
      aria-keyshortcuts="/"
    />
  )
}
