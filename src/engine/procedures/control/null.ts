import { defineProcedure } from '../define-procedure.ts'

/** Nothing, for trying out runs. */
export const nullProcedure = defineProcedure({
  type: 'null',
  summary: 'Does nothing.',
  params: {},
  run: async () => ({ status: {} }),
})
