import type { audit } from '~/strings/en/audit'
import type { connect } from '~/strings/en/connect'
import type { datasets } from '~/strings/en/datasets'
import type { explore } from '~/strings/en/explore'
import type { invitation } from '~/strings/en/invitation'
import type { settings } from '~/strings/en/settings'
import type { setup } from '~/strings/en/setup'
import type { signIn } from '~/strings/en/sign_in'

/** The places whose words come with them. Only types: nothing of them is loaded by naming them here. */
export interface Places {
  audit: typeof audit
  connect: typeof connect
  datasets: typeof datasets
  explore: typeof explore
  invitation: typeof invitation
  settings: typeof settings
  setup: typeof setup
  signIn: typeof signIn
}
