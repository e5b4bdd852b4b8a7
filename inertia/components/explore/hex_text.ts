const PER_LINE = 8

/** Bytes as people read them: where they are, what they are, and what they would be as letters. */
export function hexText(base64: string): string {
  const bytes = [...atob(base64)].map((character) => character.charCodeAt(0))
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += PER_LINE) {
    const part = bytes.slice(at, at + PER_LINE)
    const codes = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const letters = part.map((byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '.'))
    const place = at.toString(16).padStart(6, '0')
    lines.push(`${place}  ${codes.padEnd(PER_LINE * 3 - 1)}  ${letters.join('')}`)
  }
  return lines.join('\n')
}
