import { readdirSync, statSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { MasterKeyInvalidError } from '#vault/errors'
import type { ConfiguredKey } from '#vault/key_providers/configured_keys'
import { modeOf, readKeyFile } from '#vault/key_providers/key_file'

const VARIABLE = 'CREDENTIAL_ENCRYPTION_KEY_FOLDER'
const ACTIVE_NAME = 'active.key'

/**
 * The keys of a folder: `active.key`, and every other `*.key` an earlier one, each a file as `readKeyFile` wants it.
 * Whoever may write into the folder could have credentials sealed with a key of their own, so only its owner may.
 *
 * @throws {MasterKeyInvalidError} naming the path, what is wrong with it and the command that mends it
 */
export function readKeyFolder(
  folder: string,
  user: number
): { active: ConfiguredKey | null; previous: ConfiguredKey[] } {
  const names = namesIn(folder, user)
  const read = (name: string): ConfiguredKey => {
    const path = join(folder, name)
    return {
      name: `${VARIABLE}, ${name},`,
      source: `file ${path}`,
      text: readKeyFile(path, VARIABLE, user).trim(),
    }
  }
  return {
    active: names.includes(ACTIVE_NAME) ? read(ACTIVE_NAME) : null,
    previous: names.filter((name) => name !== ACTIVE_NAME).map(read),
  }
}

function namesIn(folder: string, user: number): string[] {
  let stats: Stats
  let names: string[]
  try {
    stats = statSync(folder)
    names = readdirSync(folder)
  } catch (cause) {
    throw new MasterKeyInvalidError(
      `${VARIABLE} names ${folder}, which is not a folder that can be read. Check its path and its owner`,
      { cause }
    )
  }
  const fault = faultOf(stats, folder, user)
  if (fault) throw new MasterKeyInvalidError(`${VARIABLE} names ${folder}, ${fault}`)
  return names.filter((name) => name.endsWith('.key')).sort()
}

function faultOf(stats: Stats, folder: string, user: number): string | null {
  if (stats.uid !== user && stats.uid !== 0) {
    return (
      `which belongs to user ${stats.uid} instead of ${user}, whom this process runs as. ` +
      `Run: chown ${user} '${folder}'`
    )
  }
  return (stats.mode & 0o022) === 0
    ? null
    : `into which others may write (its mode is ${modeOf(stats)}). Run: chmod 0700 '${folder}'`
}
