// The engine: the database with everything in it. No DOM, no worker globals: the outside world comes as arguments, so
// that it runs in a worker, in Node and in a test alike. This file is the only place that knows all parts.
import type { InceptionApi } from '../contract/inception.ts'
import type { LearningApi } from '../contract/learning.ts'
import type { Call } from '../contract/progress.ts'
import type { RestRequest, RestResponse } from '../contract/rest.ts'
import { createCursors } from './api/cursors.ts'
import type { Api } from './api/route.ts'
import { createRouter } from './api/router.ts'
import { routes } from './api/routes/index.ts'
import type { EngineContext } from './context.ts'
import { createDatasets, type Datasets } from './datasets/create-datasets.ts'
import { createFiles } from './files.ts'
import { createFunctions, type Functions } from './functions/create-functions.ts'
import { createFetcher } from './functions/fetcher.ts'
import { functionTypes } from './functions/index.ts'
import { createExtractConstant } from './functions/tensorflow/extract-constant.ts'
import { createLabels } from './functions/tensorflow/labels.ts'
import { createModelRegistry } from './functions/tensorflow/model-registry.ts'
import { createProcedures } from './procedures/create-procedures.ts'
import { procedureTypes } from './procedures/index.ts'
import type { Catalog, CatalogFunction } from './sql/catalog.ts'
import { createSql } from './sql/create-sql.ts'
import { datasetsOf } from './sql/parser/datasets-of.ts'
import { createPlainSql } from './sql/plain/create-plain-sql.ts'
import type { Sql, Statement } from './sql/sql.ts'
import { openDatabase, type SqliteSource } from './sqlite/open-database.ts'
import type { Storage } from './storage/storage.ts'

/** The outside world of an engine. */
export interface EngineOptions {
  storage: Storage
  /** Where SQLite's WebAssembly comes from. */
  sqlite: SqliteSource
  inception: InceptionApi
  learning: LearningApi
  fetch: typeof fetch
  /** Where the app's own files are served, ending in '/'; absent where nothing is served. */
  appUrl?: string
  /** ms since 1970. */
  now?: () => number
}

export interface Engine {
  /** Answers one REST request; failures become answers with a status of 400 and above. */
  request(request: RestRequest, call?: Call): Promise<RestResponse>
  close(): void
}

/** Opens everything that storage holds: datasets, functions, procedures and runs are as they were left. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { storage, inception, learning, fetch, appUrl, now = Date.now } = options
  const database = await openDatabase(options.sqlite)
  const datasets = await createDatasets({ storage, database, now, datasetsOf })
  // The stores need the context and the context holds the stores: it is asked for when it is used.
  const functions = await createFunctions({ storage, types: functionTypes, context: () => context })
  const procedures = await createProcedures({ storage, types: procedureTypes, context: () => context, now })
  const files = createFiles(storage)
  const builtins = new Map<string, CatalogFunction>([
    ['fetcher', createFetcher({ fetch, files, ...(appUrl === undefined ? {} : { appUrl }) })],
    ['tf_extract_constant', createExtractConstant(functions)],
    ['tf_labels', createLabels(functions)],
  ])
  const catalog = createCatalog(datasets, functions, builtins)
  const context: EngineContext = {
    sql: preparing(createSql({ catalog, database }), functions, datasets),
    datasets,
    functions,
    procedures,
    files,
    storage,
    openSqlite: (content) => openDatabase(options.sqlite, content),
    request: (request, call) => answer(request, call),
    inception,
    learning,
    fetch,
    ...(appUrl === undefined ? {} : { appUrl }),
  }
  const api: Api = {
    context,
    datasets,
    functions,
    procedures,
    plain: createPlainSql({ catalog, database }),
    cursors: createCursors({ now }),
    models: createModelRegistry(context, now),
  }
  const answer = createRouter(api, routes)
  return {
    request: answer,
    close() {
      database.close()
      storage.close()
    },
  }
}

/** The world as SQL sees it. A function of the user's hides no builtin. */
function createCatalog(
  datasets: Datasets,
  functions: Functions,
  builtins: ReadonlyMap<string, CatalogFunction>,
): Catalog {
  return {
    dataset: (id) => (datasets.view(id) === undefined ? datasets.schema(id) : undefined),
    view: (id) => datasets.view(id),
    datasetIds: () => datasets.ids(),
    function: (id) => builtins.get(id) ?? functions.lookup(id),
    functionIds: () => [...builtins.keys(), ...functions.ids()],
    load: (id, call, columns) => datasets.load(id, call, columns),
  }
}

/** SQL whose functions are built before it binds: binding is synchronous, loading a network is not. */
function preparing(sql: Sql, functions: Functions, datasets: Datasets): Sql {
  const prepare = (text: string, call?: Call): Promise<void> =>
    functions.prepare(datasets.withViews(text), call)
  return {
    ...sql,
    async query(statement, call, options) {
      await prepare(textOf(statement), call)
      return sql.query(statement, call, options)
    },
    async open(statement, call, options) {
      await prepare(textOf(statement), call)
      return sql.open(statement, call, options)
    },
    async evaluate(expression, rows, call) {
      await prepare(expression, call)
      return sql.evaluate(expression, rows, call)
    },
    describe: (expression) => sql.describe(expression),
    explain: (statement) => sql.explain(statement),
  }
}

const textOf = (statement: Statement): string =>
  typeof statement === 'string' ? statement : Object.values(statement).join('\n')
