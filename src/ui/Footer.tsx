/** What stays true on every page, and how to go on from a script. */
export function Footer() {
  return (
    <footer className="foot">
      <p>
        Everything is computed and kept in this browser. From the developer console:{' '}
        <code>
          await mldb.get('/v1/query', {'{'} q: 'SELECT 1' {'}'})
        </code>
      </p>
    </footer>
  )
}
