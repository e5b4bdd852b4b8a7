/** A label within a sentence: `TLS` stays as it is. */
export function sentenceCase(label: string) {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label
}
