import { MasterKeyInvalidError } from '#vault/errors'
import {
  ACTIVE,
  PREVIOUS,
  readConfiguredKeys,
  type ConfiguredKey,
  type KeyVariables,
} from '#vault/key_providers/configured_keys'
import { decodeKey } from '#vault/key_providers/decode_key'
import { readKeyFile } from '#vault/key_providers/key_file'
import { readKeyFolder } from '#vault/key_providers/key_folder'
import type {
  KeyEntries,
  KeyEntry,
  MasterKeyProvider,
} from '#vault/key_providers/master_key_provider'

export interface FileKeys extends KeyVariables {
  /** Folder with a file for each key, instead of the files that the variables name. */
  folder?: string
}

const FOLDER = 'CREDENTIAL_ENCRYPTION_KEY_FOLDER'
const REMEDY = "Make a key with: (umask 0377; openssl rand -base64 32 > 'PATH')"

/** Keys in the clear in files that nobody but this process's user (or root) can read, and nowhere else. */
export class FileProvider implements MasterKeyProvider {
  readonly name = 'file'
  readonly keepsInTheClear = true

  constructor(
    private readonly keys: FileKeys,
    /** Whom the files must belong to, unless it is root. */
    private readonly user: number = process.geteuid?.() ?? 0
  ) {}

  async entries(): Promise<KeyEntries> {
    refuseKeysInVariables(this.keys)
    const { active, previous } = this.#read()
    if (active) return { active: entryOf(active), previous: previous.map(entryOf) }
    throw new MasterKeyInvalidError(
      this.keys.folder
        ? `${FOLDER} names ${this.keys.folder}, which has no file active.key. ${REMEDY}`
        : `Neither ${ACTIVE}_FILE nor ${FOLDER} is set, and the provider is "file". ${REMEDY}`
    )
  }

  async wrap(bytes: Buffer): Promise<string> {
    return bytes.toString('base64')
  }

  close(): void {}

  #read() {
    const { folder, activeFile, previousFile } = this.keys
    if (!folder) {
      return readConfiguredKeys(this.keys, (path, variable) =>
        readKeyFile(path, variable, this.user)
      )
    }
    if (activeFile || previousFile) {
      const twin = activeFile ? ACTIVE : PREVIOUS
      throw new MasterKeyInvalidError(`${FOLDER} and ${twin}_FILE are both set. Keep one of them`)
    }
    return readKeyFolder(folder, this.user)
  }
}

/** A key that is left in the environment would make the files' care worthless. */
function refuseKeysInVariables({ active, previous }: KeyVariables): void {
  const variable = active ? ACTIVE : previous ? PREVIOUS : null
  if (!variable) return
  throw new MasterKeyInvalidError(
    `${variable} is set, and the provider is "file", which takes keys from files alone. ` +
      `Put its value into a file that ${variable}_FILE names, and remove it`
  )
}

function entryOf(key: ConfiguredKey): KeyEntry {
  const { name, source } = key
  return { name, source, remedy: REMEDY, reveal: async () => decodeKey(key, REMEDY) }
}
