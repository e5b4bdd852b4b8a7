const NAMED = 3

/** `nothing`, or the first few losses and how many there are. */
export function inWords(losses: string[]): string {
  if (losses.length === 0) return 'nothing'
  const named = losses.slice(0, NAMED).join('; ')
  return losses.length > NAMED ? `${named}; and ${losses.length - NAMED} more` : named
}
