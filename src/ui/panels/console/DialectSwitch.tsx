import type { SqlDialect } from '../../../contract/rest.ts'
import { Tabs } from '../../components/Tabs.tsx'
import type { RunMode } from './run-statement.ts'

const DIALECTS: readonly { id: SqlDialect; title: string }[] = [
  { id: 'mldb', title: 'MLDB SQL' },
  { id: 'sqlite', title: 'SQLite' },
]

const MEANING: Record<SqlDialect, string> = {
  mldb: 'Tables, images, vectors and models in one language; your functions can be called. It only reads.',
  sqlite:
    'SQLite itself, over the same datasets as tables: its own meaning and functions, and none of yours. It only reads unless you allow more.',
}

/** Which SQL a statement is in, and what that means. */
export function DialectSwitch({ mode, onChange }: { mode: RunMode; onChange: (mode: RunMode) => void }) {
  return (
    <div className="dialect">
      <Tabs
        label="Dialect"
        tabs={DIALECTS}
        selected={mode.dialect}
        onSelect={(dialect) => onChange({ ...mode, dialect })}
      />
      <p className="muted small-text grow" data-testid="dialect-meaning">
        {MEANING[mode.dialect]}
      </p>
      {mode.dialect === 'sqlite' && (
        <label className="check small-text">
          <input
            type="checkbox"
            checked={mode.write}
            onChange={(event) => onChange({ ...mode, write: event.target.checked })}
            data-testid="allow-write"
          />
          <span>
            Allow writing: scratch tables by <code>CREATE TEMP TABLE</code>, gone after a reload; datasets by{' '}
            <code>CREATE TABLE name AS SELECT …</code>, kept.
          </span>
        </label>
      )}
    </div>
  )
}
