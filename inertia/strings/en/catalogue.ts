import { common } from '~/strings/en/common'
import { connectionsStrings as connections } from '~/strings/en/connections'

/** Everything that the pages say in English, by the place that says it. */
export const en = { common, connections }
