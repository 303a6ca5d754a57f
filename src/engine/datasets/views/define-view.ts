// views/ holds the types of datasets that are computed from others whenever they are read: each says what stands in
// FROM in its place. Nothing of them is kept but their parameters, so they follow their sources.
import type { ParameterTable, ParamValues } from '../../params.ts'
import { type DatasetType, defineDataset } from '../define-dataset.ts'

interface ViewType<P extends ParameterTable> {
  type: string
  summary: string
  params: P
  /** What FROM reads in the view's place, in the dialect.
   *  @throws EngineError `invalid-argument` for parameters that do not fit one another */
  from(params: ParamValues<P>): string
  /** What must not change from one reading to the next, decided when the view is created. */
  settle?(params: ParamValues<P>): ParamValues<P>
}

/** Declares a type of views. */
export const defineView = <P extends ParameterTable>({
  type,
  summary,
  params,
  from,
  settle = (given) => given,
}: ViewType<P>): DatasetType =>
  defineDataset({
    type,
    summary,
    params,
    order: 'recorded',
    maxTableColumns: 0,
    repeatedRow: 'accumulate',
    unknownColumn: () => 'error',
    mutable: false,
    view: { from, settle },
  })
