// ui/ is the page: panels for what people do, components for how things look, hooks between them and the client, lib for
// what is computed. It asks the engine for everything through the client's /v1 calls and knows nothing of its insides.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { type Client, createClient } from '../client/index.ts'
import { App } from './App.tsx'
import { ClientProvider } from './hooks/useClient.tsx'
import { ImageSourcesProvider } from './hooks/useImageSource.tsx'
import './styles/tokens.css'
import './styles/base.css'
import './styles/components.css'
import './styles/walkthrough.css'
import './styles/panels.css'
import './styles/plots.css'
import './styles/models.css'
import { registerServiceWorker } from './updates.ts'

declare global {
  interface Window {
    /** The client, for the developer console. */
    mldb: Client
  }
}

const client = createClient()
window.mldb = client

// What answers is on this machine: without a network, questions must not wait for one.
const queries = new QueryClient({
  defaultOptions: { queries: { networkMode: 'always' } },
})
// Many changes in a row, such as a thousand files stored, make the page read again once.
let stale: ReturnType<typeof setTimeout> | undefined
client.onChange(() => {
  clearTimeout(stale)
  stale = setTimeout(
    () => void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'sample' }),
    30,
  )
})

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <ClientProvider client={client}>
        <ImageSourcesProvider client={client}>
          <App />
        </ImageSourcesProvider>
      </ClientProvider>
    </QueryClientProvider>
  </StrictMode>,
)
registerServiceWorker()
