import { useEffect, useEffectEvent } from 'react'

/** Calls back for what is pasted anywhere on the page, except into a text field that can take it. */
export function usePaste(onPaste: (event: ClipboardEvent) => void): void {
  const handle = useEffectEvent(onPaste)
  useEffect(() => {
    const listener = (event: ClipboardEvent) => handle(event)
    document.addEventListener('paste', listener)
    return () => document.removeEventListener('paste', listener)
  }, [])
}

/** The picture on the clipboard, if there is one. */
export function imageFromClipboard(event: ClipboardEvent): File | undefined {
  const item = [...(event.clipboardData?.items ?? [])].find(
    ({ kind, type }) => kind === 'file' && type.startsWith('image/'),
  )
  return item?.getAsFile() ?? undefined
}
