/** A name as SQL quotes it. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`
