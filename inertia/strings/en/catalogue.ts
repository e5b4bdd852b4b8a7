import { common } from '~/strings/en/common'
import { connect } from '~/strings/en/connect'

/** Everything that the pages say in English, by the place that says it. */
export const en = { common, connect }
