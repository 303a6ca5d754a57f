const PREFIX = 'mldb.'

/** A choice of the user that is kept in this browser; undefined if none was made or storage is blocked. */
export function readSetting(name: string): unknown {
  try {
    const text = localStorage.getItem(PREFIX + name)
    return text === null ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Keeps a choice. Where storage is full or blocked it lasts as long as the page. */
export function writeSetting(name: string, value: unknown): void {
  try {
    if (value === undefined) localStorage.removeItem(PREFIX + name)
    else localStorage.setItem(PREFIX + name, JSON.stringify(value))
  } catch {
    // The page works without it.
  }
}
