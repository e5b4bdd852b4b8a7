import { common } from '~/strings/en/common'
import { explore } from '~/strings/en/explore'

/** Everything that the pages say in English, by the place that says it. */
export const en = { common, explore }
