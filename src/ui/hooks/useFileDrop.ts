import { useEffect, useEffectEvent } from 'react'

/** Calls back for files dropped anywhere on the page where no closer place takes them. Without it the browser would leave
 *  the page to show the file. */
export function useFileDrop(onDrop: (transfer: DataTransfer) => void): void {
  const handle = useEffectEvent(onDrop)
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
    }
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      handle(event.dataTransfer)
    }
    document.addEventListener('dragover', over)
    document.addEventListener('drop', drop)
    return () => {
      document.removeEventListener('dragover', over)
      document.removeEventListener('drop', drop)
    }
  }, [])
}
