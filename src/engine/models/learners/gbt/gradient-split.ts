/** What makes one split better than another, and which are allowed. */
export interface GainOptions {
  /** Added to the sum of second derivatives of each side (L2 penalty of leaf values). */
  l2: number
  /** Least sum of second derivatives of each side. */
  leastWeight: number
}

/** Sums of first and second derivatives over rows. */
export interface Sums {
  G: number
  H: number
}

/** A split of a node's rows in two, missing values on one of the sides. */
export interface GradientSplit extends Sums {
  /** How much it lowers the loss, times 2; what is not above 0 is no split. */
  gain: number
  feature: number
  /** Numeric: codes up to it go left. */
  code: number
  /** Categorical: the codes that go left, missing (0) left out. */
  levels: number[] | undefined
  missingLeft: boolean
  /** Of the left side; the right one has the rest. */
  G: number
  H: number
}

/** What a node's sums are worth as a leaf: twice what its best value takes off the loss (Chen & Guestrin 2016, eq. 6). */
export const worth = (G: number, H: number, l2: number): number => (H + l2 > 0 ? (G * G) / (H + l2) : 0)

/** The best threshold on one numeric feature, or `best` if none is better. Missing values go to whichever side is better;
 *  where there are none, new ones will go to the heavier side (Chen & Guestrin 2016, algorithm 3).
 *  @param bins pairs of sums by code
 *  @param node sums of all rows */
export function splitNumbers(
  bins: Float64Array,
  codes: number,
  feature: number,
  node: Sums,
  { l2, leastWeight }: GainOptions,
  best: GradientSplit | undefined,
): GradientSplit | undefined {
  const own = worth(node.G, node.H, l2)
  const missingG = bins[0]!
  const missingH = bins[1]!
  // Second derivatives are positive: what is below this is rounding.
  const hasMissing = missingH > 1e-10 * node.H
  let gain = best ? best.gain : 0
  let code = -1
  let missingLeft = false
  let G = 0
  let H = 0
  let GL = 0
  let HL = 0
  for (let c = 1; c < codes; c++) {
    GL += bins[2 * c]!
    HL += bins[2 * c + 1]!
    if (c === codes - 1 && !hasMissing) break
    const HR = node.H - HL
    if (HL >= leastWeight && HR >= leastWeight) {
      const GR = node.G - GL
      const score = worth(GL, HL, l2) + worth(GR, HR, l2) - own
      if (score > gain) {
        gain = score
        code = c
        missingLeft = !hasMissing && HL > HR
        G = GL
        H = HL
      }
    }
    if (!hasMissing || c === codes - 1) continue
    const H2 = HL + missingH
    if (H2 < leastWeight || node.H - H2 < leastWeight) continue
    const G2 = GL + missingG
    const score = worth(G2, H2, l2) + worth(node.G - G2, node.H - H2, l2) - own
    if (score > gain) {
      gain = score
      code = c
      missingLeft = true
      G = G2
      H = H2
    }
  }
  return code < 0 ? best : { gain, feature, code, levels: undefined, missingLeft, G, H }
}

/** The best two groups of a categorical feature's levels, missing being one more level: among those in the order of the
 *  levels' gradient statistics (Fisher 1958; Ke et al. 2017). */
export function splitLevels(
  bins: Float64Array,
  codes: number,
  feature: number,
  node: Sums,
  { l2, leastWeight }: GainOptions,
  best: GradientSplit | undefined,
): GradientSplit | undefined {
  const own = worth(node.G, node.H, l2)
  const present: number[] = []
  for (let c = 0; c < codes; c++) if (bins[2 * c + 1]! > 1e-10 * node.H) present.push(c)
  const mean = (c: number): number => bins[2 * c]! / (bins[2 * c + 1]! + l2 + SMOOTH_LEVELS)
  present.sort((a, b) => mean(a) - mean(b) || a - b)
  let gain = best ? best.gain : 0
  let cut = 0
  let G = 0
  let H = 0
  let GL = 0
  let HL = 0
  for (let i = 0; i < present.length - 1; i++) {
    GL += bins[2 * present[i]!]!
    HL += bins[2 * present[i]! + 1]!
    if (HL < leastWeight || node.H - HL < leastWeight) continue
    const score = worth(GL, HL, l2) + worth(node.G - GL, node.H - HL, l2) - own
    if (score > gain) {
      gain = score
      cut = i + 1
      G = GL
      H = HL
    }
  }
  if (cut === 0) return best
  const left = present.slice(0, cut)
  const missingLeft = present.includes(0) ? left.includes(0) : H > node.H - H
  const levels = left.filter((code) => code > 0)
  return { gain, feature, code: 0, levels, missingLeft, G, H }
}

/** Draws rare levels to the middle of the order, so that chance does not put them at its ends. */
const SMOOTH_LEVELS = 1
