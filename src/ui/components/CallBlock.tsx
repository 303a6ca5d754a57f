import { useId, useState } from 'react'
import { type ShownCall, toCurl, toJavaScript, toJson } from '../lib/write-call.ts'
import { CodeField } from './CodeField.tsx'
import { CopyMenu } from './CopyMenu.tsx'
import { Tabs } from './Tabs.tsx'

export interface CallView {
  id: string
  title: string
  language: 'sql' | 'json'
  text: string
  onChange?: (text: string) => void
}

interface CallBlockProps {
  /** The call as it would be sent; undefined while its text is not valid JSON. */
  call: ShownCall | undefined
  method: string
  path: string
  views: readonly CallView[]
  onRun: () => void
  /** Present where the text was changed. */
  onReset?: (() => void) | undefined
}

/** A REST call with its SQL and its JSON, both editable, and copies for other places. */
export function CallBlock({ call, method, path, views, onRun, onReset }: CallBlockProps) {
  const [viewId, setViewId] = useState(views[0]!.id)
  const view = views.find((candidate) => candidate.id === viewId) ?? views[0]!
  const fieldId = useId()
  const copies = call
    ? [
        { label: 'JSON', text: () => toJson(call) },
        { label: 'curl', text: () => toCurl(call) },
        { label: 'JavaScript', text: () => toJavaScript(call) },
      ]
    : []
  return (
    <div className="call">
      <div className="call-line">
        <code>
          <b className={`verb verb-${method.toLowerCase()}`}>{method}</b>{' '}
          <span className="break">{path}</span>
        </code>
        {views.length > 1 && <Tabs tabs={views} selected={view.id} onSelect={setViewId} label="Notation" />}
      </div>
      <CodeField
        key={view.id}
        id={fieldId}
        label={`${view.title} of ${method} ${path}`}
        text={view.text}
        language={view.language}
        onChange={view.onChange}
        onRun={onRun}
      />
      <div className="call-foot">
        <CopyMenu items={copies} />
        {onReset && (
          <button type="button" className="button quiet small" onClick={onReset}>
            Undo my changes
          </button>
        )}
      </div>
    </div>
  )
}
