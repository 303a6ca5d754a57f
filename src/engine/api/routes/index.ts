import type { Route } from '../route.ts'
import { cursorRoutes } from './cursors.ts'
import { datasetRoutes } from './datasets.ts'
import { fileRoutes } from './files.ts'
import { functionRoutes } from './functions.ts'
import { learnerRoutes } from './learners.ts'
import { modelRoutes } from './models.ts'
import { previewRoutes } from './preview.ts'
import { procedureRoutes } from './procedures.ts'
import { queryRoutes } from './query.ts'
import { recordingRoutes } from './recording.ts'
import { serviceRoutes } from './service.ts'
import { typeRoutes } from './types.ts'

/** All routes, in the order of docs/rest.md. */
export const routes: readonly Route[] = [
  ...queryRoutes,
  ...cursorRoutes,
  ...datasetRoutes,
  ...recordingRoutes,
  ...functionRoutes,
  ...procedureRoutes,
  ...previewRoutes,
  ...typeRoutes,
  ...fileRoutes,
  ...modelRoutes,
  ...learnerRoutes,
  ...serviceRoutes,
]
