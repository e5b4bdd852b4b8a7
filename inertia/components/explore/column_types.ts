const numeric =
  /^(?:(?:small|big|tiny|medium)?int|integer|serial|bigserial|numeric|decimal|number|real|double|float|money|dec)/i

/** Whether a column's values line up on the right; types are spelled as the database spells them. */
export function isNumeric(type: string) {
  return (
    numeric.test(type) && !type.includes('|') && !type.endsWith('[]') && !/^interval/i.test(type)
  )
}
