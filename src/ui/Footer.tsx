import { useSyncExternalStore } from 'react'
import { onUpdate, worksOffline } from './updates.ts'

/** What stays true on every page, and how to go on from a script. */
export function Footer() {
  const isOffline = useSyncExternalStore(onUpdate, worksOffline)
  return (
    <footer className="foot">
      <p>
        Everything is computed and kept in this browser.{' '}
        {isOffline &&
          'The app and the sample work without a network, and so does every network loaded once. '}
        From the developer console:{' '}
        <code>
          await mldb.get('/v1/query', {'{'} q: 'SELECT 1' {'}'})
        </code>
      </p>
    </footer>
  )
}
