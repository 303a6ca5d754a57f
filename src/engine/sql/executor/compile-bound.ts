import { EngineError } from '../../../contract/errors.ts'
import type { Path, Value } from '../../../contract/values.ts'
import type { Bound } from '../binder/bound.ts'
import { applied, appliedOperator } from './applied.ts'

/** An expression as a function of its inputs. */
export type Compiled = (inputs: readonly Value[]) => Value

/** Makes a function of a tree of calls whose inputs are numbered. */
export function compileBound(bound: Bound): Compiled {
  switch (bound.kind) {
    case 'const': {
      const { value } = bound
      return () => value
    }
    case 'input': {
      const index = Number(bound.path[0])
      return (inputs) => inputs[index]!
    }
    case 'builtin':
      return called(applied(bound.builtin, { at: bound.at }), bound.args.map(compileBound))
    case 'op':
      return called(appliedOperator(bound.op, { at: bound.at }), bound.args.map(compileBound))
    case 'row': {
      const columns = bound.columns.map(({ path, value }): [Path, Compiled] => [path, compileBound(value)])
      return (inputs) => ({
        kind: 'row',
        columns: columns.map(([path, value]): [Path, Value] => [path, value(inputs)]),
      })
    }
    default:
      throw new EngineError('internal', `no function can be made of a ${bound.kind}`)
  }
}

function called(work: (...args: Value[]) => Value, args: readonly Compiled[]): Compiled {
  const [a, b] = args
  if (args.length === 1) return (inputs) => work(a!(inputs))
  if (args.length === 2) return (inputs) => work(a!(inputs), b!(inputs))
  return (inputs) => work(...args.map((arg) => arg(inputs)))
}
