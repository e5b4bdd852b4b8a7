/**
 * A type taken apart: `NUMBER(38,0)` is `NUMBER` of `38,0`. What is spelled in another way has no name.
 *
 * @param type as DESCRIBE TABLE spells it
 */
export function typeNameOf(type: string): { name: string; details: string } {
  const [, name = '', details = ''] = /^([A-Z_ ]+?)\s*(?:\((.*)\))?$/i.exec(type) ?? []
  return { name: name.toUpperCase(), details }
}
