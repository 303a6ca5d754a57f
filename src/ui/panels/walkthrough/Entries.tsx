import { plural } from '../../lib/format-number.ts'
import { toHash } from '../../router.ts'
import type { Project } from './project.ts'
import { CREDITS } from './useSample.ts'

interface EntriesProps {
  sample: Project | undefined
  own: Project | undefined
  selected: 'sample' | 'own' | undefined
  onOwn: () => void
}

/** One in so many of the sample's pictures is shown, so that every label has its share. */
const MOSAIC = 8

/** The two ways in: the sample, or pictures of one's own. */
export function Entries({ sample, own, selected, onOwn }: EntriesProps) {
  const total = sample ? sample.images + sample.tryImages.length : 0
  return (
    <div className="entries">
      <section
        className="card entry"
        data-selected={selected === 'sample' || undefined}
        aria-labelledby="entry-sample"
      >
        <ul className="mosaic plain" aria-hidden="true">
          {sample?.tryImages.slice(0, MOSAIC).map(({ url }) => (
            <li key={url}>
              <img src={url} alt="" width={72} height={72} />
            </li>
          ))}
        </ul>
        <h2 id="entry-sample">Start with the sample</h2>
        <p className="muted">
          {sample ? plural(total, 'photograph') : 'Photographs'} with {sample?.labels?.length ?? 'several'}{' '}
          labels
          {sample?.labels && `: ${sample.labels.join(', ')}`}. Public domain or CC0, and here without a
          network.
        </p>
        <div className="row">
          <a
            className={selected === 'sample' ? 'button' : 'button primary'}
            href={toHash({ panel: 'walkthrough', rest: ['sample'] })}
            data-testid="start-sample"
          >
            {selected === 'sample' ? 'Opened below' : 'Start with the sample'}
          </a>
          <a className="quiet-link" href={CREDITS} target="_blank" rel="noreferrer">
            Credits
          </a>
        </div>
      </section>
      <section
        className="card entry"
        data-selected={selected === 'own' || undefined}
        aria-labelledby="entry-own"
      >
        <div className="drop-picture" aria-hidden="true">
          <span>cat/</span>
          <span>dog/</span>
          <span>bird/</span>
        </div>
        <h2 id="entry-own">Use your own images</h2>
        <p className="muted">
          Drop a folder whose subfolders are the labels, pictures with one label, or a CSV of addresses. They
          stay in this browser: nothing is uploaded.
        </p>
        <div className="row">
          <button
            type="button"
            className={selected === 'sample' ? 'button' : 'button primary'}
            onClick={onOwn}
            data-testid="use-own"
          >
            {own ? 'Choose other images' : 'Use your own images'}
          </button>
          {own && selected !== 'own' && (
            <a className="quiet-link" href={toHash({ panel: 'walkthrough', rest: ['own'] })}>
              Go on with {plural(own.images, 'image')}
            </a>
          )}
        </div>
      </section>
    </div>
  )
}
