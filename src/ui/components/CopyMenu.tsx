import { useState } from 'react'

export interface CopyItem {
  label: string
  text: () => string | Promise<string>
}

/** Buttons that copy the same thing in several notations, and say that they did. */
export function CopyMenu({ items, label = 'Copy as' }: { items: readonly CopyItem[]; label?: string }) {
  const [copied, setCopied] = useState('')
  async function copy({ label, text }: CopyItem) {
    try {
      await navigator.clipboard.writeText(await text())
      setCopied(label)
      setTimeout(() => setCopied((now) => (now === label ? '' : now)), 1600)
    } catch {
      setCopied('failed')
    }
  }
  return (
    <div className="copy-menu">
      <span className="muted">{label}</span>
      {items.map((item) => (
        <button key={item.label} type="button" className="button quiet small" onClick={() => void copy(item)}>
          {copied === item.label ? 'Copied' : item.label}
        </button>
      ))}
      <span role="status" className="visually-hidden">
        {copied === 'failed' ? 'The browser did not allow copying.' : copied && `Copied as ${copied}`}
      </span>
    </div>
  )
}
