/**
 * Why 32 bytes cannot have come from a random generator, or null. The tenant keys' scrypt is only as cheap as it is
 * because master keys are random, so passphrases and patterns are refused. Each rule meets a random key less than
 * once in 10^9.
 */
export function weaknessOf(encoded: string, bytes: Uint8Array): string | null {
  if (bytes.every((byte) => byte >= 0x20 && byte < 0x7f)) return 'it decodes to plain text'
  if (!/[a-z]/.test(encoded) || !/[A-Z]/.test(encoded)) return 'it reads like a passphrase'
  if (new Set(bytes).size < 16) return 'its bytes repeat'
  if (new Set(steps(bytes)).size < 10) return 'its bytes follow a pattern'
  return null
}

/** Differences between neighbours: few distinct ones mean a sequence such as 0, 1, 2, … */
function steps(bytes: Uint8Array): number[] {
  return Array.from(bytes.subarray(1), (byte, index) => (byte - (bytes[index] ?? 0)) & 0xff)
}
