import { classifierExperiment } from './classifier/classifier-experiment.ts'
import { classifierTest } from './classifier/classifier-test.ts'
import { classifierTrain } from './classifier/classifier-train.ts'
import { probabilizerTrain } from './classifier/probabilizer-train.ts'
import { randomForestBinaryTrain } from './classifier/random-forest-binary-train.ts'
import { createEntity } from './control/create-entity.ts'
import { mock } from './control/mock.ts'
import { nullProcedure } from './control/null.ts'
import { permuterRun } from './control/permuter-run.ts'
import { serial } from './control/serial.ts'
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
import { bucketize } from './reshape/bucketize.ts'
import { melt } from './reshape/melt.ts'
import { ranking } from './reshape/ranking.ts'
import { split } from './reshape/split.ts'
import { summaryStatistics } from './reshape/summary-statistics.ts'
import { transform } from './transform.ts'

/** All types of procedures, as `/v1/types/procedures` lists them. */
export const procedureTypes: readonly ProcedureType[] = [
  bucketize,
  classifierExperiment,
  classifierTest,
  classifierTrain,
  createEntity,
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
  melt,
  mock,
  nullProcedure,
  permuterRun,
  probabilizerTrain,
  randomForestBinaryTrain,
  ranking,
  serial,
  split,
  summaryStatistics,
  transform,
]
