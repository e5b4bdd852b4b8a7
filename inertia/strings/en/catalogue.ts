import { common } from '~/strings/en/common'
import { connections } from '~/strings/en/connections'
import { errors } from '~/strings/en/errors'
import { shell } from '~/strings/en/shell'

/** What comes with every page in English; what only one place says comes with that place, which tells it. */
export const en = { common, connections, errors, shell }
