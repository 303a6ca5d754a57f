// hooks/ joins React to the client: each hook a few dozen lines, named like its file. Start with useClient and useRest.
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'
import type { Client, EngineStatus } from '../../client/index.ts'

const ClientContext = createContext<Client | undefined>(undefined)

/** Gives every component below it the engine's client. */
export function ClientProvider({ client, children }: { client: Client; children: ReactNode }) {
  return <ClientContext value={client}>{children}</ClientContext>
}

/** The engine's client. */
export function useClient(): Client {
  const client = useContext(ClientContext)
  if (!client) throw new Error('useClient needs a <ClientProvider> around the component.')
  return client
}

/** Whether the engine can be asked, kept up to date. */
export function useEngineStatus(): EngineStatus {
  const client = useClient()
  return useSyncExternalStore(client.onStatus, client.status)
}
