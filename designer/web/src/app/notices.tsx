import { Alert } from 'antd'

/** What a refused step said, a line each; nothing when there is nothing to say. */
export function Notices({ list }: { list: string[] }) {
  if (list.length === 0) return null
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={
        <ul className="om-notices">
          {list.map((n) => (
            <li key={n}>{n}</li>
          ))}
        </ul>
      }
    />
  )
}
