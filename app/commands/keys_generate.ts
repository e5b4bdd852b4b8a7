import { writeFile } from 'node:fs/promises'
import { flags } from '@adonisjs/core/ace'
import { createError } from '@adonisjs/core/exceptions'
import type { NewMasterKey } from '#vault/key_providers/generate_master_key'
import { ReportingCommand, type Report } from './_reporting_command.js'

const E_FILE_NOT_WRITTEN = createError<[path: string, reason: string]>(
  'The key could not be written to %s (%s). Choose a path that does not exist, in a folder that does.',
  'E_FILE_NOT_WRITTEN',
  422
)

export default class KeysGenerate extends ReportingCommand {
  static commandName = 'keys:generate'
  static description = 'Make a new master key, and say how to begin to use it'
  static help = [
    'It changes nothing: the key is printed, or written to a new file that only',
    'its owner can read (0400). It is made as the configured provider keeps it:',
    'in the clear, or wrapped by Vault Transit or AWS KMS.',
    '',
    'Examples:',
    '  {{ binaryName }} keys:generate',
    '  {{ binaryName }} keys:generate --out=/etc/varlor/keys/2027.key',
  ]

  @flags.string({ description: 'New file to write the key to, instead of printing it' })
  declare out?: string

  protected async perform(): Promise<Report> {
    const { default: vaultConfig } = await import('#config/vault')
    const { generateMasterKey } = await import('#vault/key_providers/generate_master_key')
    const { refuseBadKeys } = await import('./_refuse_bad_keys.js')
    const key = await refuseBadKeys(() => generateMasterKey(vaultConfig.keys))
    const { id, provider, value, isSecret } = key
    if (this.out) await write(this.out, `${value}\n`)
    return {
      data: { id, provider, isSecret, ...(this.out ? { file: this.out } : { value }) },
      lines: [this.out ? `${this.out} holds the new master key ${id}.` : value, ...advice(key)],
    }
  }
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o400 })
  } catch (error) {
    throw new E_FILE_NOT_WRITTEN([path, (error as NodeJS.ErrnoException).code ?? 'unknown'])
  }
}

/** Every server must be able to open what another one seals: first all hold the key, then all seal with it. */
function advice({ id, provider, isSecret }: NewMasterKey): string[] {
  const inFolder = provider === 'file'
  const hold = inFolder
    ? 'put it into CREDENTIAL_ENCRYPTION_KEY_FOLDER as a file of its own, such as next.key,'
    : 'add it to CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS'
  const seal = inFolder
    ? 'exchange the names: the present active.key gets another, and the new key becomes active.key;'
    : 'exchange them: the new key into CREDENTIAL_ENCRYPTION_KEY, the present one among the previous keys;'
  return [
    '',
    isSecret
      ? `Its id is ${id}. Keep a copy elsewhere: whoever has it opens what it seals, and without it nobody does.`
      : `Its id is ${id}. It is wrapped: without the service that wrapped it, it opens nothing.`,
    '',
    'To use it where there is no key yet, set it as the active key. To rotate:',
    `  1. On every server, ${hold} and restart. With one server, begin with 2.`,
    `  2. On every server, ${seal} restart.`,
    '  3. node ace keys:status, keys:rotate, keys:verify --without=OLD, keys:retire OLD',
    '  4. Take the old key out of the configuration, and keep it with the backups that need it.',
  ]
}
