/** Not `randomUUID`, which pages that came over plain HTTP do not have. */
export function newDraftId(): string {
  return `new-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`
}
