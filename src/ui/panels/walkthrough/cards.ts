import type { StepKey } from './steps.ts'

/** What a card says. A card with two keys offers a choice. */
export interface CardText {
  number: number
  keys: readonly StepKey[]
  title: string
  why: string
}

/** The eight cards of the walk-through, in order. */
export const CARDS: readonly CardText[] = [
  {
    number: 1,
    keys: ['network'],
    title: 'Make the network a function',
    why: 'Inception-v3 was trained to name a thousand kinds of things. Cut off before the names, it turns any picture into numbers that describe it. Here it becomes a SQL function.',
  },
  {
    number: 2,
    keys: ['embed-one'],
    title: 'Turn one picture into numbers',
    why: 'Call the function on one picture. Its answer is a vector; pictures of similar things have similar vectors.',
  },
  {
    number: 3,
    keys: ['import'],
    title: 'Import the list of pictures',
    why: 'A CSV file with a label and an address per line becomes a dataset. Each row is named by its line number.',
  },
  {
    number: 4,
    keys: ['count'],
    title: 'Count each label',
    why: 'Plain SQL. Know what is in the data before learning from it.',
  },
  {
    number: 5,
    keys: ['embed-three'],
    title: 'Run the network over rows',
    why: 'The function works on a column as it does on one value. With LIMIT 3, only three pictures are read.',
  },
  {
    number: 6,
    keys: ['embed-all'],
    title: 'Make the training set',
    why: 'The whole list goes through the network once and is kept. Cancel when you like: what is computed stays, and the next run continues.',
  },
  {
    number: 7,
    keys: ['boosted', 'forest'],
    title: 'Train and test a classifier',
    why: 'Half of the rows teach, the other half tests. Two learners to compare: bags of boosted trees, and a random forest.',
  },
  {
    number: 8,
    keys: ['predictor'],
    title: 'Predict a new picture',
    why: 'Network and classifier become one function: an address goes in, a score per label comes out. It is a REST endpoint at once.',
  },
]
