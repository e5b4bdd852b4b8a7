import type { Document } from 'mongodb'
import { CommandError } from '#tests/support/standins/mongodb/command_error'
import type { Peer } from '#tests/support/standins/mongodb/peer'

/** Where every user of the stand-in is defined. */
const SOURCE = 'admin'

/** As the manual has it, of the password alone: it asks for the action changePassword, or changeOwnPassword. */
export function updateUser({ updateUser: name, pwd, $db }: Document, peer: Peer): Document {
  if (typeof name !== 'string') throw new CommandError(14, 'updateUser must be a string')
  if (pwd !== undefined && (typeof pwd !== 'string' || pwd === '')) {
    throw new CommandError(2, 'Password cannot be empty')
  }
  const { users } = peer.server.facts
  const isOwn = peer.username === name && $db === SOURCE
  const { reads, changes } = peer.user ?? { reads: [], changes: undefined }
  const isAllowed = reads === null || changes === 'others' || (isOwn && changes === 'own')
  if (!isAllowed) {
    throw new CommandError(13, `not authorized on ${$db} to execute command { updateUser: … }`)
  }
  const user = $db === SOURCE && Object.hasOwn(users, name) ? users[name] : undefined
  if (!user) throw new CommandError(11, `Could not find user "${name}" for db "${$db}"`)
  if (pwd === undefined) throw new CommandError(2, 'Must specify at least one field to update')
  user.password = pwd
  return { ok: 1 }
}
