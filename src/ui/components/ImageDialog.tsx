import { Dialog } from './Dialog.tsx'

/** A picture as large as the window allows. */
export function ImageDialog({
  src,
  caption,
  address,
  onClose,
}: {
  src: string
  caption: string
  address: string
  onClose: () => void
}) {
  return (
    <Dialog title={caption} onClose={onClose}>
      <img className="enlarged" src={src} alt={caption} />
      {!address.startsWith('data:') && <p className="muted mono break">{address}</p>}
    </Dialog>
  )
}
