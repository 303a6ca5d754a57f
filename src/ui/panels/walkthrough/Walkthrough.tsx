import { useState } from 'react'
import { useFileDrop } from '../../hooks/useFileDrop.ts'
import { useHash } from '../../hooks/useHash.ts'
import { fromDrop, type LocalFile } from '../../lib/dropped-files.ts'
import { toHash } from '../../router.ts'
import { Entries } from './Entries.tsx'
import { OwnImages } from './OwnImages.tsx'
import { readOwnProject } from './project.ts'
import { Steps } from './Steps.tsx'
import { runStore } from './shared-runs.ts'
import { useSample } from './useSample.ts'
import { WalkthroughProvider } from './useWalkthrough.tsx'

/** The first page: what this is, two ways in, and the eight steps on whichever was chosen. */
export function Walkthrough() {
  const { rest } = useHash()
  const sample = useSample()
  const [own, setOwn] = useState(readOwnProject)
  const [picking, setPicking] = useState<readonly LocalFile[]>()
  useFileDrop((transfer) => void fromDrop(transfer).then(setPicking))

  const selected =
    rest[0] === 'sample' || (rest[0] === 'own' && own) ? (rest[0] as 'sample' | 'own') : undefined
  const project = selected === 'sample' ? sample : selected === 'own' ? own : undefined
  return (
    <>
      <section className="hero" data-compact={selected !== undefined || undefined}>
        <h1>Pictures in, predictions out. All in this browser.</h1>
        <p>
          MLDB Web is a machine learning database: a network turns pictures into numbers, a forest learns from
          them, and SQL holds it together. No server, no upload, no account.
        </p>
      </section>
      <Entries sample={sample} own={own} selected={selected} onOwn={() => setPicking([])} />
      {project && (
        <WalkthroughProvider
          key={`${project.kind} ${project.csvUrl} ${project.label} ${project.url}`}
          project={project}
          store={runStore}
        >
          <Steps />
        </WalkthroughProvider>
      )}
      {picking && (
        <OwnImages
          key={picking.map((file) => file.path).join('\n')}
          initial={picking}
          onClose={() => setPicking(undefined)}
          onDone={(made) => {
            setOwn(made)
            setPicking(undefined)
            window.location.hash = toHash({ panel: 'walkthrough', rest: ['own'] })
          }}
        />
      )}
    </>
  )
}
