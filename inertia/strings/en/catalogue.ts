import { audit } from '~/strings/en/audit'
import { common } from '~/strings/en/common'
import { invitation } from '~/strings/en/invitation'
import { settings } from '~/strings/en/settings'
import { setup } from '~/strings/en/setup'

/** Everything that the pages say in English, by the place that says it. */
export const en = { audit, common, invitation, settings, setup }
