// panels/walkthrough/ is the main job of the page: the eight steps from nothing to a prediction, each a card that shows
// the REST call it makes. steps.ts says what the steps are, run-store.ts runs them, results/ shows what came of them.
// Everything a card shows is read from the engine, so a reload loses nothing.
import { readSetting, writeSetting } from '../../settings.ts'

/** What the walk-through works on: a table of images with labels, and the names of what is made from it. */
export interface Project {
  kind: 'sample' | 'own'
  csvUrl: string
  /** Columns of the table. */
  label: string
  url: string
  /** An image to begin with. */
  example: string
  /** Images that are not in the table, to predict. */
  tryImages: { label: string; url: string }[]
  images: number
  /** The labels, where they are known before the import. */
  labels?: string[]
  names: ProjectNames
}

/** Names of datasets, functions and experiments. Sample and own images have different ones, so neither replaces the other. */
export interface ProjectNames {
  images: string
  training: string
  boosted: string
  forest: string
  predictor: string
}

export const SAMPLE_NAMES: ProjectNames = {
  images: 'images',
  training: 'training_dataset',
  boosted: 'photo_boosted',
  forest: 'photo_forest',
  predictor: 'photo_predictor',
}

export const OWN_NAMES: ProjectNames = {
  images: 'my_images',
  training: 'my_training_dataset',
  boosted: 'my_boosted',
  forest: 'my_forest',
  predictor: 'my_predictor',
}

const SETTING = 'project'

/** The own images of an earlier visit, if there were any. */
export function readOwnProject(): Project | undefined {
  const stored = readSetting(SETTING)
  return isProject(stored) ? stored : undefined
}

/** Keeps where the own images are for the next visit; the images themselves are in the engine. */
export const keepOwnProject = (project: Project): void => writeSetting(SETTING, project)

function isProject(value: unknown): value is Project {
  if (typeof value !== 'object' || value === null) return false
  const { csvUrl, label, url, example, tryImages, names } = value as Partial<Project>
  return (
    [csvUrl, label, url, example].every((text) => typeof text === 'string') &&
    Array.isArray(tryImages) &&
    typeof names === 'object'
  )
}
