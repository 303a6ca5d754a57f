import { classifierExperiment } from './classifier/classifier-experiment.ts'
import { classifierTest } from './classifier/classifier-test.ts'
import { classifierTrain } from './classifier/classifier-train.ts'
import type { ProcedureType } from './define-procedure.ts'
import { exportCsv } from './export/export-csv.ts'
import { importText } from './import/import-text.ts'
import { mock } from './mock.ts'
import { nullProcedure } from './null.ts'
import { transform } from './transform.ts'

/** All types of procedures, as `/v1/types/procedures` lists them. */
export const procedureTypes: readonly ProcedureType[] = [
  classifierExperiment,
  classifierTest,
  classifierTrain,
  exportCsv,
  importText,
  mock,
  nullProcedure,
  transform,
]
