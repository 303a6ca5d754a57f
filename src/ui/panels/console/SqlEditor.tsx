import { type Ref, useEffect, useEffectEvent, useImperativeHandle, useRef } from 'react'
import type { Names } from './completion.ts'
import { createSqlEditor, type SqlEditorHandle } from './create-sql-editor.ts'
import type { PlacedError } from './diagnostics.ts'
import type { PlacedStatement } from './statement-at.ts'

/** What a parent may ask of the editor. */
export type SqlEditorRef = Pick<SqlEditorHandle, 'current' | 'focus'>

interface SqlEditorProps {
  text: string
  onChange: (text: string) => void
  onRun: (statements: PlacedStatement[]) => void
  onCancel: () => void
  names: Names
  error: PlacedError | undefined
  ref?: Ref<SqlEditorRef>
}

/** CodeMirror as a component. It is in a bundle of its own, loaded when the console is opened. */
export default function SqlEditor({ text, onChange, onRun, onCancel, names, error, ref }: SqlEditorProps) {
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
  useImperativeHandle(ref, () => ({
    current: () => editor.current?.current() ?? [],
    focus: () => editor.current?.focus(),
  }))
  useEffect(() => editor.current?.setText(text), [text])
  useEffect(() => editor.current?.setNames(names), [names])
  useEffect(() => editor.current?.setError(error), [error])
  return <div ref={place} className="sql-editor" data-testid="sql-editor" />
}
