// Writes docs/rest.md: routes, types and their parameters, errors, from the declarations themselves.
// Run by `npx tsx scripts/make-rest-docs.ts`; a test fails when the file is stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ERROR_CODES } from '../src/contract/errors.ts'
import { CURSOR_PARAMS, PAGE_PARAMS } from '../src/engine/api/routes/cursors.ts'
import { COLUMNS_PARAMS } from '../src/engine/api/routes/datasets.ts'
import { APPLICATION_PARAMS, BATCH_PARAMS } from '../src/engine/api/routes/functions.ts'
import { routes } from '../src/engine/api/routes/index.ts'
import { PREVIEW_PARAMS } from '../src/engine/api/routes/preview.ts'
import { QUERY_PARAMS } from '../src/engine/api/routes/query.ts'
import { datasetTypes } from '../src/engine/datasets/index.ts'
import { functionTypes } from '../src/engine/functions/index.ts'
import type { ParameterTable } from '../src/engine/params.ts'
import { CONFIGURATION_PARAMS } from '../src/engine/procedures/classifier/list-learners.ts'
import { COMMON_PARAMS } from '../src/engine/procedures/define-procedure.ts'
import { procedureTypes } from '../src/engine/procedures/index.ts'

const INTRODUCTION = fileURLToPath(new URL('../docs/rest-introduction.md', import.meta.url))
const TARGET = fileURLToPath(new URL('../docs/rest.md', import.meta.url))

/** The whole text of docs/rest.md. */
export function makeRestDocs(): string {
  const parts = [
    '<!-- Made by scripts/make-rest-docs.ts from the declarations in src/engine; edit docs/rest-introduction.md or those. -->',
    readFileSync(INTRODUCTION, 'utf8').trim(),
    '## Routes',
    table(
      ['Route', 'Meaning'],
      routes.map(({ method, pattern, summary }) => [`\`${method} ${pattern}\``, summary]),
    ),
    '## Parameters of routes',
    ...section('`GET /v1/query`', '', QUERY_PARAMS),
    ...section('`GET /v1/datasets/:id/columns`', '', COLUMNS_PARAMS),
    ...section('`POST /v1/cursors`', '', CURSOR_PARAMS),
    ...section('`GET /v1/cursors/:id/rows`', '', PAGE_PARAMS),
    ...section('`GET /v1/functions/:id/application`', '', APPLICATION_PARAMS),
    ...section('`GET /v1/functions/:id/batch`', '', BATCH_PARAMS),
    ...section('`GET /v1/preview`', '', PREVIEW_PARAMS),
    ...section('`GET /v1/learners/configuration`', '', CONFIGURATION_PARAMS),
    '## Dataset types',
    ...datasetTypes.flatMap(({ type, summary, params }) => section(type, summary, params)),
    '## Function types',
    ...functionTypes.flatMap(({ type, summary, params }) => section(type, summary, params)),
    '## Procedure types',
    ...section('All procedures', '', COMMON_PARAMS),
    ...procedureTypes.flatMap(({ type, summary, params }) => section(type, summary, params)),
    '## Error codes',
    table(
      ['Code', 'Status', 'Meaning'],
      Object.entries(ERROR_CODES).map(([code, { status, meaning }]) => [
        `\`${code}\``,
        String(status),
        meaning,
      ]),
    ),
  ]
  return `${parts.join('\n\n')}\n`
}

function section(title: string, summary: string, params: ParameterTable): string[] {
  const rows = Object.entries(params).map(([name, parameter]) => [
    `\`${name}\``,
    parameter.typeName,
    parameter.required ? 'required' : defaultOf(parameter),
    parameter.comment,
  ])
  const body = rows.length > 0 ? [table(['Parameter', 'Type', 'Default', 'Meaning'], rows)] : []
  return [`### ${title}`, ...(summary ? [summary] : []), ...body]
}

function defaultOf(parameter: ParameterTable[string]): string {
  return 'default' in parameter && parameter.default !== undefined
    ? `\`${JSON.stringify(parameter.default)}\``
    : 'none'
}

function table(header: string[], rows: string[][]): string {
  const line = (cells: string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(TARGET, makeRestDocs())
