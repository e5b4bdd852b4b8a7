import { common } from '~/strings/en/common'

/** Everything that the pages say in English, by the place that says it. */
export const en = { common }
