/** All that the engine may import, for a development server to prepare: what it finds later reloads the page. */
export const ENGINE_LIBRARIES = [
  'comlink',
  'fflate',
  'hyparquet',
  'hyparquet-compressors',
  'hyparquet-writer',
  'idb',
  'read-excel-file/universal',
  'sql.js',
]
