/** A year as ISO 8601 and ECMAScript write it: outside 0000 to 9999 with a sign and at least six digits. */
export function isoYear(year: number): string {
  if (year >= 0 && year <= 9_999) return String(year).padStart(4, '0')
  return (year < 0 ? '-' : '+') + String(Math.abs(year)).padStart(6, '0')
}
