import type { PreviewTable } from '../../../../contract/rest.ts'

/** A name for the dataset of each table, none of them taken, all different: nothing is replaced unless someone writes
 *  the name of what is there. */
export function datasetNames(
  tables: readonly { fileName: string; table: PreviewTable }[],
  taken: readonly string[],
): string[] {
  const used = new Set(taken)
  return tables.map(({ fileName, table }) => {
    const wanted = nameOf(table, fileName)
    // A model becomes a function, whose name is another matter.
    if (table.type === 'import.model') return wanted
    let free = wanted
    for (let n = 2; used.has(free); n++) free = `${wanted}-${n}`
    used.add(free)
    return free
  })
}

/** A dropped file's address says nothing: its name does. */
function nameOf(table: PreviewTable, fileName: string): string {
  const file = fileName.split(/[?#]/)[0]!.split('/').at(-1)!
  const bare = file.replace(/(\.\w{1,8}){1,2}$/, '') || 'table'
  if (table.type === 'import.images' && fileName !== 'pictures') return bare
  return table.name === 'table' ? bare : table.name
}
