import { keys } from '~/strings/en/settings/keys'
import { limits } from '~/strings/en/settings/limits'
import { invitations, members } from '~/strings/en/settings/members'
import { tokens } from '~/strings/en/settings/tokens'

/** What the pages about the team say. */
export const settings = {
  title: 'Settings',
  navigation: 'Settings',
  refresh: 'Refresh',
  members,
  invitations,
  tokens,
  keys,
  limits,
}
