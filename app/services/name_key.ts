/** Names that differ only in case or in how accents are encoded are the same name. */
export function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
