import { useMemo } from 'react'
import type { CompactResult } from '../../contract/rest.ts'
import { sourceOf } from '../lib/grid-source.ts'
import { Grid } from './Grid.tsx'

/** The rows of a whole result. */
export function ResultGrid({
  result,
  ...props
}: {
  result: CompactResult
  label: string
  height?: number
  rowNames?: boolean
  outOf?: number | undefined
  onOpen?: (rowName: string) => void
}) {
  const source = useMemo(() => sourceOf(result), [result])
  return <Grid source={source} {...props} />
}
