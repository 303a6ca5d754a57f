import { describe, expect, it } from 'vitest'
import { pivotConfusion } from './confusion.ts'
import { describeProgress } from './describe-progress.ts'
import { formatBytes, formatCount, formatDuration, formatNumber, plural } from './format-number.ts'
import { groupLabel } from './group-label.ts'
import { groupRowErrors } from './group-row-errors.ts'
import { highlight } from './highlight.ts'
import { readScoredRows, rowsOfCell } from './mistakes.ts'
import { quoteName, quoteText } from './quote-name.ts'
import { toScoreBars } from './score-bars.ts'
import { labelOfScore, readScores } from './score-name.ts'
import { stripShades, summariseVector } from './summarise-vector.ts'
import { trackRate } from './track-rate.ts'
import { toCurl, toJavaScript, toJson } from './write-call.ts'

describe('numbers for people', () => {
  it.each([
    [340.4, '340 ms'],
    [4200, '4.2 s'],
    [59_960, '1 min'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
  ])('%d ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text))

  it('bytes, counts, measurements and plurals', () => {
    expect([0, 999, 1800, 1_800_000, 22_400_000, 999_999].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1.8 kB',
      '1.8 MB',
      '22.4 MB',
      '1.0 MB',
    ])
    expect(formatCount(12345)).toBe('12,345')
    expect([0.405321, 12.5, 1.2e-7, Number.NaN, 3].map(formatNumber)).toEqual([
      '0.40532',
      '12.5',
      '1.20e-7',
      'NaN',
      '3',
    ])
    expect([plural(1, 'row'), plural(1200, 'row')]).toEqual(['1 row', '1,200 rows'])
  })
})

describe('progress', () => {
  const at = (done: number, total?: number) => ({
    phase: 'images' as const,
    step: 'inception',
    done,
    ...(total === undefined ? {} : { total }),
  })

  it('tells rate and time left from what was done since it was first seen', () => {
    const first = trackRate(undefined, at(100, 147), 1000)
    expect(first.leftMs).toBeUndefined()
    const later = trackRate(first, at(104, 147), 3000)
    expect(later.perSecond).toBe(2)
    expect(later.leftMs).toBe(21_500)
    expect(describeProgress(later)).toEqual(['104 of 147 images', '2.0 images/s', '22 s left'])
  })

  it('starts anew with another step', () => {
    const bytes = trackRate(undefined, { phase: 'bytes', step: 'download', done: 5e6 }, 0)
    const images = trackRate(bytes, at(1, 10), 5000)
    expect(images.startedMs).toBe(5000)
    expect(describeProgress(bytes)).toEqual(['5.0 MB'])
  })
})

describe('row errors', () => {
  it('are grouped by reason whatever input they name, most frequent first', () => {
    const error = (input: string, message: string, code = 'fetch-failed') => ({
      rowName: '2',
      function: 'inception',
      input,
      code,
      message,
    })
    const groups = groupRowErrors([
      error('a.jpg', '"a.jpg" is a web page, not an image', 'bad-image'),
      error('http://x/1', 'http://x/1 could not be read: 404'),
      error('http://x/2', 'http://x/2 could not be read: 404'),
    ])
    expect(groups.map(({ reason, errors }) => [reason, errors.length])).toEqual([
      ['it could not be read: 404', 2],
      ['it is a web page, not an image', 1],
    ])
  })
})

describe('confusion', () => {
  // The run of the blog post's notebook: 76 of 112 right.
  const post = [
    ['audi', 19, 13, 4],
    ['bmw', 3, 24, 9],
    ['tesla', 3, 4, 33],
  ] as const
  const brands = ['audi', 'bmw', 'tesla']
  const cells = post.flatMap(([actual, ...counts]) =>
    counts.map((count, p) => ({ actual, predicted: brands[p]!, count })),
  )

  it('gives the numbers of the published run', () => {
    const table = pivotConfusion(cells)
    expect(table.rows.map((row) => row.total)).toEqual([36, 36, 40])
    expect(table.accuracy).toBeCloseTo(76 / 112, 12)
    expect(table.baseline).toEqual({ label: 'tesla', accuracy: 40 / 112 })
    expect(table.rows[0]!.cells[1]).toEqual({ predicted: 'bmw', count: 13, share: 13 / 36 })
  })

  it('keeps a label that was predicted but never actual, and fills absent cells', () => {
    const table = pivotConfusion([{ actual: 1, predicted: 10, count: 2 }])
    expect(table.labels).toEqual(['1', '10'])
    expect(table.rows[1]).toMatchObject({ label: '10', total: 0 })
    expect(table.accuracy).toBe(0)
  })
})

describe('scores', () => {
  it('lose the quotes of their names, wherever they come from', () => {
    expect(labelOfScore('"audi"')).toBe('audi')
    expect(labelOfScore('scores."""audi"""')).toBe('audi')
    expect(labelOfScore('scores.1')).toBe('1')
    expect(labelOfScore('"say \\"hi\\""')).toBe('say "hi"')
  })

  it('are read from the compatible and from the plain form, highest first', () => {
    const compat = {
      scores: [
        ['"audi"', [-0.4, '2020-01-01T00:00:00Z']],
        ['"bmw"', [0.9, 'NaD']],
      ],
    }
    const expected = [
      { label: 'bmw', score: 0.9 },
      { label: 'audi', score: -0.4 },
    ]
    expect(readScores(compat)).toEqual(expected)
    expect(readScores({ scores: { '"audi"': -0.4, '"bmw"': 0.9 } })).toEqual(expected)
    expect(readScores({ scores: null })).toEqual([])
    expect(readScores(null)).toEqual([])
  })

  it('become bars: votes on 0..1, margins from the lowest to the highest', () => {
    expect(toScoreBars([{ label: 'a', score: 0.25 }])[0]).toMatchObject({ length: 0.25 })
    const lengths = toScoreBars([-1.9, -3.3, -4.7].map((score) => ({ label: '', score }))).map(
      ({ length }) => length,
    )
    expect(lengths[0]).toBe(1)
    expect(lengths[1]).toBeCloseTo(0.52)
    expect(lengths[2]).toBeCloseTo(0.04)
  })

  it('of a results dataset give the rows of a cell, most confident first', () => {
    const column = (path: string[], values: (string | number)[]) => ({ path, name: path.join('.'), values })
    const rows = readScoredRows({
      rowNames: ['2', '3', '4'],
      columns: [
        column(['label'], ['fish', 'fish', 'tool']),
        column(['maxLabel'], ['tool', 'tool', 'tool']),
        column(['score', '"fish"'], [0.4, 0.1, 0]),
        column(['score', '"tool"'], [0.6, 0.9, 1]),
      ],
      rowErrors: [],
      durationMs: 1,
    })
    expect(
      rowsOfCell(rows, 'fish', 'tool').map(({ rowName, scores }) => [rowName, scores[0]!.label]),
    ).toEqual([
      ['3', 'tool'],
      ['2', 'tool'],
    ])
  })
})

describe('vectors', () => {
  it('are summed up, zeros counted, NaN left out', () => {
    expect(summariseVector(new Float32Array([0, 1, 3, Number.NaN]))).toEqual({
      length: 4,
      min: 0,
      max: 3,
      mean: 4 / 3,
      zeros: 1,
    })
  })

  it('fill a strip column by column', () => {
    expect([...stripShades(new Float32Array([4, 1, 0, 0, -4]), 2)]).toEqual([1, 0, 1, 0.5, 0, 0])
    expect([...stripShades(new Float32Array(3), 3)]).toEqual([0, 0, 0])
  })
})

describe('text for SQL and for copying', () => {
  it('quotes names and texts', () => {
    expect(['url', 'group', 'my url', 'a"b'].map(quoteName)).toEqual(['url', '"group"', '"my url"', '"a""b"'])
    expect(quoteText("it's")).toBe("'it''s'")
  })

  it('names a group by its key', () => {
    expect(groupLabel('"[""audi""]"')).toBe('audi')
    expect(groupLabel('"[""a"",1]"')).toBe('a, 1')
    expect(groupLabel('result')).toBe('result')
  })

  it('writes a call as curl, JavaScript and JSON', () => {
    const get = { method: 'GET', path: "/v1/query?q=SELECT%20'a'&format=aos" } as const
    expect(toCurl(get)).toBe(
      "curl -G 'http://127.0.0.1:8123/v1/query' \\\n  --data-urlencode 'q=SELECT '\\''a'\\''' \\\n  --data-urlencode 'format=aos'",
    )
    expect(toJavaScript(get)).toBe(`await mldb.get("/v1/query", {"q":"SELECT 'a'","format":"aos"})`)
    expect(JSON.parse(toJson(get))).toEqual({ target: '/v1/query', body: { q: "SELECT 'a'", format: 'aos' } })
    const put = { method: 'PUT', path: '/v1/functions/f', body: { type: 'x' } } as const
    expect(toJavaScript(put)).toBe('await mldb.put("/v1/functions/f", {\n  "type": "x"\n})')
    expect(toCurl(put)).toContain(`-d '{"type":"x"}'`)
  })

  it.each([
    ['sql', `SELECT inception({url: 'it''s'}) AS * -- all\nFROM "my t" LIMIT 3`],
    ['json', '{"type": "x", "n": [1, -2.5e3, true], "broken'],
  ] as const)('highlights %s without changing a character', (language, text) => {
    const tokens = highlight(text, language)
    expect(tokens.map((token) => token.text).join('')).toBe(text)
    expect(new Set(tokens.map((token) => token.kind)).size).toBeGreaterThan(3)
  })

  it('takes a string with a colon in it for one string', () => {
    const kinds = highlight('{"a": "f({x: 1})"}', 'json').map(({ kind, text }) => `${kind} ${text}`)
    expect(kinds).toContain('name "a"')
    expect(kinds).toContain('string "f({x: 1})"')
  })
})
