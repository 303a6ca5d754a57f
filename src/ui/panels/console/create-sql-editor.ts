import {
  autocompletion,
  type CompletionContext,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { SQLite, sql } from '@codemirror/lang-sql'
import { bracketMatching, syntaxHighlighting } from '@codemirror/language'
import { setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension, Prec } from '@codemirror/state'
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view'
import { completionsAt, type Names, NO_NAMES } from './completion.ts'
import { type PlacedError, toDiagnostics } from './diagnostics.ts'
import { COLOURS, THEME } from './editor-theme.ts'
import { type PlacedStatement, statementAt, statementsOf } from './statement-at.ts'

export interface SqlEditorHandle {
  setText(text: string): void
  setNames(names: Names): void
  /** Underlines the place of an error; undefined takes the line away. */
  setError(error: PlacedError | undefined): void
  /** The statement at the cursor, or what is selected. */
  current(): PlacedStatement[]
  focus(): void
  destroy(): void
}

interface Handlers {
  onChange(text: string): void
  onRun(statements: PlacedStatement[]): void
  onCancel(): void
}

/** An editor for SQL inside `parent`. It lives in a shadow root, since there CodeMirror makes its styles in a way that the
 *  page's content security policy allows. */
export function createSqlEditor(parent: HTMLElement, text: string, handlers: Handlers): SqlEditorHandle {
  const root = parent.shadowRoot ?? parent.attachShadow({ mode: 'open' })
  let names = NO_NAMES
  const complete = (context: CompletionContext) => {
    const word = context.matchBefore(/[\p{L}_][\p{L}\p{N}_]*/u)
    if (!word && !context.explicit) return null
    const options = completionsAt(context.state.doc.toString(), context.pos, names)
    return { from: word?.from ?? context.pos, options, validFor: /^[\p{L}\p{N}_]*$/u }
  }
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: text,
      extensions: [
        LOOKS,
        history(),
        closeBrackets(),
        sql({ dialect: SQLite, upperCaseKeywords: true }),
        SQLite.language.data.of({ autocomplete: complete }),
        // Options come from memory: there is nothing to wait for.
        autocompletion({ icons: false, activateOnTypingDelay: 10 }),
        keys(handlers),
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
    setNames: (next) => {
      names = next
    },
    setError: (error) =>
      view.dispatch(setDiagnostics(view.state, error ? toDiagnostics(error, view.state.doc.toString()) : [])),
    current: () => currentStatements(view),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  }
}

const LOOKS: Extension = [
  lineNumbers(),
  drawSelection(),
  bracketMatching(),
  highlightSelectionMatches(),
  syntaxHighlighting(COLOURS),
  THEME,
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({ 'aria-label': 'SQL' }),
]

/** The selected statements, else the one at the cursor. */
function currentStatements({ state }: EditorView): PlacedStatement[] {
  const { from, to, head, empty } = state.selection.main
  const text = state.doc.toString()
  if (!empty) {
    return statementsOf(text.slice(from, to)).map(({ sql, start }) => ({ sql, start: start + from }))
  }
  const found = statementAt(text, head)
  return found ? [found] : []
}

// Tab is left to the browser, so that the keyboard can leave the editor. Ctrl+/ is among the default keys.
const keys = ({ onRun, onCancel }: Handlers): Extension => [
  Prec.high(
    keymap.of([
      {
        key: 'Mod-Enter',
        run: (view) => {
          onRun(currentStatements(view))
          return true
        },
        preventDefault: true,
      },
      {
        key: 'Shift-Enter',
        run: ({ state }) => {
          onRun(statementsOf(state.doc.toString()))
          return true
        },
        preventDefault: true,
      },
    ]),
  ),
  keymap.of([
    ...completionKeymap,
    ...closeBracketsKeymap,
    ...defaultKeymap,
    ...historyKeymap,
    ...searchKeymap,
    {
      key: 'Escape',
      run: () => {
        onCancel()
        return false
      },
    },
  ]),
]
