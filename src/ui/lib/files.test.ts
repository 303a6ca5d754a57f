import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { guessColumns } from './guess-columns.ts'
import { parseCsv, writeCsv } from './parse-csv.ts'
import { countLabels, sortFiles, whyTooFew } from './sort-files.ts'

describe('CSV', () => {
  it('comes back as it was written', () => {
    const rows = [
      ['label', 'url'],
      ['a, "b"', 'x\ny.jpg'],
      ['', 'z'],
    ]
    expect(parseCsv(writeCsv(rows))).toEqual(rows)
    expect(parseCsv('a,b\r\n1,2\r\n\r\n')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
  })

  it('of the sample and of the penguins is understood', () => {
    const [header, ...rows] = parseCsv(readFileSync('public/samples/photos.csv', 'utf8'))
    expect(rows).toHaveLength(147)
    expect(guessColumns(header!, rows)).toEqual({ label: 'label', url: 'url' })
    const [names, ...birds] = parseCsv(readFileSync('public/samples/penguins.csv', 'utf8'))
    expect(guessColumns(names!, birds)).toEqual({ label: 'species' })
  })
})

describe('dropped files', () => {
  const file = (path: string, sizeBytes = 10) => ({ path, sizeBytes })
  const sorted = sortFiles(
    [
      'set/cat/1.jpg',
      'set/cat/2.JPEG',
      'set/dog/deep/3.png',
      'set/dog/.DS_Store',
      'set/notes.txt',
      'alone.webp',
      'list.csv',
      '__MACOSX/cat/1.jpg',
    ]
      .map((path) => file(path))
      .concat(file('set/cat/empty.jpg', 0)),
  )

  it('take their folder as label; the rest is listed with a reason', () => {
    expect(sorted.images.map(({ file: { path }, label }) => [path, label])).toEqual([
      ['set/cat/1.jpg', 'cat'],
      ['set/cat/2.JPEG', 'cat'],
      ['set/dog/deep/3.png', 'deep'],
    ])
    expect(sorted.unlabelled.map(({ path }) => path)).toEqual(['alone.webp'])
    expect(sorted.tables.map(({ path }) => path)).toEqual(['list.csv'])
    expect(
      sorted.left.map(({ path, reason }) => `${path}: ${reason.split(' ').slice(0, 3).join(' ')}`),
    ).toEqual([
      'set/dog/.DS_Store: a hidden file',
      'set/notes.txt: not a picture',
      '__MACOSX/cat/1.jpg: a hidden file',
      'set/cat/empty.jpg: an empty file',
    ])
  })

  it('say why they are too few to learn from', () => {
    expect(countLabels(sorted.images)).toEqual([
      ['cat', 2],
      ['deep', 1],
    ])
    expect(whyTooFew(sorted.images)).toContain('cat has 2')
    expect(whyTooFew([])).toBe('No pictures yet.')
    expect(whyTooFew([{ label: 'a' }])).toContain('one label')
    const enough = [...'aaaabbbb'].map((label) => ({ label }))
    expect(whyTooFew(enough)).toBeUndefined()
  })
})
