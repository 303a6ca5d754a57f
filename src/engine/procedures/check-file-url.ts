import { EngineError } from '../../contract/errors.ts'

/** @throws EngineError `invalid-argument` for an address that no file can be written to */
export function checkFileUrl(url: string, name: string): void {
  if (!/^file:\/\/\/?[^/]/i.test(url)) {
    throw new EngineError('invalid-argument', `${name} must be a file:/// URL, not '${url}'`, {
      parameter: name,
    })
  }
}
