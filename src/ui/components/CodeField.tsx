import { type KeyboardEvent, useMemo } from 'react'
import { highlight } from '../lib/highlight.ts'

interface CodeFieldProps {
  text: string
  language: 'sql' | 'json'
  /** Names the field for those who do not see it. */
  label: string
  /** Absent: the text can be selected but not changed. */
  onChange?: ((text: string) => void) | undefined
  /** Ctrl+Enter, or Cmd+Enter. */
  onRun?: (() => void) | undefined
  id?: string | undefined
}

/** A text field with coloured text: a transparent textarea over the same text in colours, so that height, wrapping,
 *  undo, spelling and screen readers are the browser's own. */
export function CodeField({ text, language, label, onChange, onRun, id }: CodeFieldProps) {
  const tokens = useMemo(() => highlight(text, language), [text, language])
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && onRun) {
      event.preventDefault()
      onRun()
    }
  }
  return (
    <div className="code-field">
      <pre aria-hidden="true">
        {tokens.map((token, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: tokens have no identity but their place
          <span key={i} className={`token-${token.kind}`}>
            {token.text}
          </span>
        ))}
        {'\n'}
      </pre>
      <textarea
        id={id}
        aria-label={label}
        value={text}
        readOnly={!onChange}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        onChange={(event) => onChange?.(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  )
}
