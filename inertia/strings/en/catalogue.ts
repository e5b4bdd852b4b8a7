import { audit } from '~/strings/en/audit'
import { common } from '~/strings/en/common'
import { connect } from '~/strings/en/connect'
import { connections } from '~/strings/en/connections'
import { datasets } from '~/strings/en/datasets'
import { errors } from '~/strings/en/errors'
import { explore } from '~/strings/en/explore'
import { invitation } from '~/strings/en/invitation'
import { settings } from '~/strings/en/settings'
import { setup } from '~/strings/en/setup'
import { shell } from '~/strings/en/shell'
import { signIn } from '~/strings/en/sign_in'

/** Everything that the pages say in English, by the place that says it. */
export const en = {
  audit,
  common,
  connect,
  connections,
  datasets,
  errors,
  explore,
  invitation,
  settings,
  setup,
  shell,
  signIn,
}
