import type { SecurityGroup } from '#tests/security/case'

/** Every attack of the suite, in the order of the page. */
export const groups: readonly SecurityGroup[] = []
