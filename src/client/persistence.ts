/** Asks the browser, once, to keep what is stored when the disk runs short. Called after each change that was acknowledged:
 *  browsers grant more readily once there is something worth keeping, and some ask the user.
 *  @param storage absent where the browser has no such interface */
export function createPersistence(
  storage: Pick<StorageManager, 'persist' | 'persisted'> | undefined,
): () => void {
  let asked = false
  return () => {
    if (asked || !storage?.persist) return
    asked = true
    void storage
      .persisted()
      .then((granted) => granted || storage.persist())
      // Refused: nothing is lost by it, and the app says what is used.
      .catch(() => undefined)
  }
}
