import { classifierExperiment } from './classifier/classifier-experiment.ts'
import { classifierTest } from './classifier/classifier-test.ts'
import { classifierTrain } from './classifier/classifier-train.ts'
import { probabilizerTrain } from './classifier/probabilizer-train.ts'
import { randomForestBinaryTrain } from './classifier/random-forest-binary-train.ts'
import type { ProcedureType } from './define-procedure.ts'
import { exportBundle } from './export/export-bundle.ts'
import { exportCsv } from './export/export-csv.ts'
import { exportJson } from './export/export-json.ts'
import { exportModel } from './export/export-model.ts'
import { exportParquet } from './export/export-parquet.ts'
import { exportSqlite } from './export/export-sqlite.ts'
import { importBundle } from './import/import-bundle.ts'
import { importImages } from './import/import-images.ts'
import { importJson } from './import/import-json.ts'
import { importModel } from './import/import-model.ts'
import { importParquet } from './import/import-parquet.ts'
import { importSqlite } from './import/import-sqlite.ts'
import { importText } from './import/import-text.ts'
import { importXlsx } from './import/import-xlsx.ts'
import { mock } from './mock.ts'
import { nullProcedure } from './null.ts'
import { transform } from './transform.ts'

/** All types of procedures, as `/v1/types/procedures` lists them. */
export const procedureTypes: readonly ProcedureType[] = [
  classifierExperiment,
  classifierTest,
  classifierTrain,
  exportBundle,
  exportCsv,
  exportJson,
  exportModel,
  exportParquet,
  exportSqlite,
  importBundle,
  importImages,
  importJson,
  importModel,
  importParquet,
  importSqlite,
  importText,
  importXlsx,
  mock,
  nullProcedure,
  probabilizerTrain,
  randomForestBinaryTrain,
  transform,
]
