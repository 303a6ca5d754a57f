import { type TransferHandler, transferHandlers } from 'comlink'
import type { Call } from '../contract/progress.ts'
import { isCall, receiveCall, sendCall, type WireCall } from './call-channel.ts'
import { fromWireError, toWireError, type WireError } from './wire-error.ts'

/** Teaches Comlink our errors and our calls. Both sides of a connection need it; doing it twice does no harm. */
export function installTransferHandlers(): void {
  if (transferHandlers.has('call')) return
  // Comlink marks a thrown value with a symbol that it does not export, so its own test is kept.
  const standard = transferHandlers.get('throw')!
  const errors: TransferHandler<{ value: unknown }, WireError> = {
    canHandle: standard.canHandle as TransferHandler<{ value: unknown }, WireError>['canHandle'],
    serialize: ({ value }) => [toWireError(value), []],
    deserialize: (wire) => {
      throw fromWireError(wire)
    },
  }
  const calls: TransferHandler<Call, WireCall> = {
    canHandle: isCall,
    serialize: (call) => {
      const wire = sendCall(call)
      return [wire, [wire.port]]
    },
    deserialize: receiveCall,
  }
  transferHandlers.set('throw', errors)
  transferHandlers.set('call', calls)
}
