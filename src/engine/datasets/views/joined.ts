import { param } from '../../params.ts'
import { defineView } from './define-view.ts'
import { sourceParam, sourceText } from './source-param.ts'

/** A join under a name. */
export const joined = defineView({
  type: 'joined',
  summary:
    'A view of two datasets: pairs of rows for which a condition holds, named `[left]-[right]`, with columns `left.x` and `right.y`.',
  params: {
    left: sourceParam('The left dataset; as a text it may have an alias: `people AS p`.'),
    right: sourceParam('The right one.'),
    on: param.string('The condition; without one every row of the left meets every row of the right.', {
      default: '',
    }),
    qualification: param.oneOf(
      'Whether rows without a partner stay: of the left side, the right or both.',
      ['inner', 'left', 'right', 'full'],
      { default: 'inner' },
    ),
  },
  from({ left, right, on, qualification }) {
    // Without a condition all rows are partners, whatever the qualification.
    const condition = on.trim() === '' ? '1' : `${on}\n`
    return `${sourceText(left)} ${qualification.toUpperCase()} JOIN ${sourceText(right)} ON ${condition}`
  },
})
