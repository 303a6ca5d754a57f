import { useEffect, useEffectEvent, useRef } from 'react'
import { createSqlEditor, type SqlEditorHandle } from './create-sql-editor.ts'

interface SqlEditorProps {
  text: string
  onChange: (text: string) => void
  /** Ctrl+Enter, with the statement at the cursor. */
  onRun: (sql: string) => void
  onCancel: () => void
  datasets: readonly string[]
  functions: readonly string[]
  error: unknown
}

/** CodeMirror as a component. It is in a bundle of its own, loaded when the console is opened. */
export default function SqlEditor({
  text,
  onChange,
  onRun,
  onCancel,
  datasets,
  functions,
  error,
}: SqlEditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const editor = useRef<SqlEditorHandle>(undefined)
  const handlers = {
    onChange: useEffectEvent(onChange),
    onRun: useEffectEvent(onRun),
    onCancel: useEffectEvent(onCancel),
  }
  const create = useEffectEvent((parent: HTMLElement) => createSqlEditor(parent, text, handlers))
  useEffect(() => {
    const handle = create(place.current!)
    editor.current = handle
    return () => handle.destroy()
  }, [])
  useEffect(() => editor.current?.setText(text), [text])
  useEffect(() => editor.current?.setNames(datasets, functions), [datasets, functions])
  useEffect(() => editor.current?.setError(error), [error])
  return <div ref={place} className="sql-editor" data-testid="sql-editor" />
}
