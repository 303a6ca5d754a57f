/** A wasm file as the bundler serves it. */
declare module '*.wasm?url' {
  const url: string
  export default url
}
