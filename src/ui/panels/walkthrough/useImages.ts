import { useMemo } from 'react'
import { useRest, useSql } from '../../hooks/useRest.ts'
import { quoteName } from '../../lib/quote-name.ts'
import { useWalkthrough } from './useWalkthrough.tsx'

/** More rows than this are not looked up for their pictures. */
const MAX_ROWS = 20_000

/** Label and address of each row of the imported list, by row name; empty until it is imported. */
export function useImages(): Map<string, { label: string; url: string }> {
  const { project } = useWalkthrough()
  const datasets = useRest<string[]>('/v1/datasets').data
  const { images } = project.names
  const sql = `SELECT ${quoteName(project.label)} AS label, ${quoteName(project.url)} AS url FROM ${images} LIMIT ${MAX_ROWS}`
  const rows = useSql(datasets?.includes(images) ? sql : undefined).data
  return useMemo(() => {
    const byName = new Map<string, { label: string; url: string }>()
    const cells = (name: string) => rows?.columns.find((column) => column.name === name)?.values ?? []
    const labels = cells('label')
    const urls = cells('url')
    rows?.rowNames.forEach((rowName, r) => {
      byName.set(rowName, { label: String(labels[r] ?? ''), url: String(urls[r] ?? '') })
    })
    return byName
  }, [rows])
}
