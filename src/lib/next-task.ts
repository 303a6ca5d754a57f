/** Waits for the next task, so that messages that came meanwhile (a cancel, say) are heard first. Promises alone never
 *  let them in, and a timer waits for 4 ms where it is used again and again. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}
