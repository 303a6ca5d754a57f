import { BACKENDS } from '../../contract/inception.ts'

/** The choices of where a network is computed, for a select. */
export const BackendOptions = () => (
  <>
    <option value="auto">the fastest that works</option>
    {BACKENDS.map((backend) => (
      <option key={backend} value={backend}>
        {backend}
      </option>
    ))}
  </>
)
