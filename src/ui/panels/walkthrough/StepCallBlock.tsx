import { CallBlock, type CallView } from '../../components/CallBlock.tsx'
import { embeddedSql, shownCall, withSql } from './call-text.ts'
import { callLine, type StepKey } from './steps.ts'
import { useWalkthrough } from './useWalkthrough.tsx'

/** The call of a step, in SQL and in REST, with the user's changes. */
export function StepCallBlock({ stepKey, onRun }: { stepKey: StepKey; onRun: () => void }) {
  const { call, text, edit, isEdited } = useWalkthrough()
  const step = call(stepKey)
  const current = text(stepKey)
  const { method, path } = callLine(step)
  const change = (changed: string) => edit(stepKey, changed)
  const views: CallView[] = []
  if (step.kind === 'query') {
    const shown = shownCall(step, current)
    views.push({ id: 'sql', title: 'SQL', language: 'sql', text: current, onChange: change })
    views.push({
      id: 'rest',
      title: 'REST',
      language: 'json',
      text: JSON.stringify({ q: current, format: 'aos' }, null, 2),
    })
    return (
      <CallBlock
        call={shown}
        method={method}
        path={path}
        views={views}
        onRun={onRun}
        onReset={isEdited(stepKey) ? () => edit(stepKey, undefined) : undefined}
      />
    )
  }
  views.push({ id: 'rest', title: 'REST', language: 'json', text: current, onChange: change })
  const sql = embeddedSql(step, current)
  if (step.sqlParameter && sql !== undefined) {
    views.push({
      id: 'sql',
      title: `SQL (${step.sqlParameter})`,
      language: 'sql',
      text: sql,
      onChange: (changed) => change(withSql(step, current, changed)),
    })
  }
  return (
    <CallBlock
      call={shownCall(step, current)}
      method={method}
      path={path}
      views={views}
      onRun={onRun}
      onReset={isEdited(stepKey) ? () => edit(stepKey, undefined) : undefined}
    />
  )
}
