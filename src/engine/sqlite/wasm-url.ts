import wasm from 'sql.js/dist/sql-wasm-browser.wasm?url'

/** Where the bundler put SQLite's wasm file. For browsers; Node finds it beside the package. */
export const sqliteWasmUrl = wasm
