import {
  autocompletion,
  type Completion,
  type CompletionContext,
  closeBrackets,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { SQLite, sql } from '@codemirror/lang-sql'
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { EngineError } from '../../../contract/errors.ts'
import { quoteName } from '../../lib/quote-name.ts'
import { statementAt } from './statement-at.ts'

export interface SqlEditorHandle {
  setText(text: string): void
  setNames(datasets: readonly string[], functions: readonly string[]): void
  /** Underlines the place of an error; undefined takes the line away. */
  setError(error: unknown): void
  destroy(): void
}

interface Handlers {
  onChange(text: string): void
  onRun(sql: string): void
  onCancel(): void
}

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--code-keyword)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: tags.number, color: 'var(--code-number)' },
  { tag: tags.comment, color: 'var(--ink-3)', fontStyle: 'italic' },
])

const THEME = EditorView.theme({
  '&': {
    fontSize: '14px',
    backgroundColor: 'var(--code-bg)',
    color: 'var(--ink)',
    borderRadius: '8px',
    minHeight: '9em',
    maxHeight: '40vh',
  },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6', overflow: 'auto' },
  '.cm-content': { padding: '12px 0', caretColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--ink-3)', border: 'none' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--selection) !important',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface)',
    color: 'var(--ink)',
    border: '1px solid var(--line)',
    borderRadius: '8px',
  },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--accent)',
    color: 'var(--accent-ink)',
  },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    borderBottom: '2px wavy var(--bad)',
    textDecoration: 'underline wavy var(--bad)',
  },
})

/** An editor for SQL inside `parent`. It lives in a shadow root, since there CodeMirror makes its styles in a way that the
 *  page's content security policy allows. */
export function createSqlEditor(parent: HTMLElement, text: string, handlers: Handlers): SqlEditorHandle {
  const root = parent.shadowRoot ?? parent.attachShadow({ mode: 'open' })
  let names: Completion[] = []
  const run = (view: EditorView) => {
    handlers.onRun(statementAt(view.state.doc.toString(), view.state.selection.main.head))
    return true
  }
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        highlightSelectionMatches(),
        sql({ dialect: SQLite, upperCaseKeywords: true }),
        SQLite.language.data.of({ autocomplete: (context: CompletionContext) => complete(context, names) }),
        autocompletion(),
        syntaxHighlighting(COLOURS),
        THEME,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': 'SQL' }),
        // Tab is left to the browser, so that the keyboard can leave the editor.
        keymap.of([
          { key: 'Mod-Enter', run, preventDefault: true },
          {
            key: 'Shift-Enter',
            run: (all) => {
              handlers.onRun(all.state.doc.toString())
              return true
            },
          },
          ...defaultKeymap,
          ...historyKeymap,
          ...searchKeymap,
          {
            key: 'Escape',
            run: () => {
              handlers.onCancel()
              return false
            },
          },
        ]),
        EditorView.updateListener.of(
          (update) => update.docChanged && handlers.onChange(update.state.doc.toString()),
        ),
      ],
    }),
  })
  return {
    setText: (next) => {
      const { doc } = view.state
      if (doc.toString() !== next) view.dispatch({ changes: { from: 0, to: doc.length, insert: next } })
    },
    setNames: (datasets, functions) => {
      names = [
        ...datasets.map((id) => ({ label: id, type: 'type', detail: 'dataset', apply: quoteName(id) })),
        ...functions.map((id) => ({
          label: id,
          type: 'function',
          detail: 'function',
          apply: `${quoteName(id)}({`,
        })),
      ]
    },
    setError: (error) =>
      view.dispatch(setDiagnostics(view.state, toDiagnostics(error, view.state.doc.length))),
    destroy: () => view.destroy(),
  }
}

function complete(context: CompletionContext, names: readonly Completion[]) {
  const word = context.matchBefore(/\w+/)
  if (!word && !context.explicit) return null
  return { from: word?.from ?? context.pos, options: [...names], validFor: /^\w*$/ }
}

function toDiagnostics(error: unknown, length: number) {
  if (!(error instanceof EngineError) || !error.detail?.span) return []
  const from = Math.min(error.detail.span.start, length)
  const to = Math.min(Math.max(error.detail.span.end, from + 1), length)
  return [{ from, to, severity: 'error' as const, message: error.message }]
}
