import { flags } from '@adonisjs/core/ace'
import { createError } from '@adonisjs/core/exceptions'
import { newPassphraseInput } from './_passphrase_input.js'
import { ReportingCommand, type Report } from './_reporting_command.js'

const E_NOT_FOR_SCREENS = createError(
  'A sealed file is nothing to read: name a file with --output, or redirect the output to one.',
  'E_NOT_FOR_SCREENS',
  422
)

export default class ConnectionsExport extends ReportingCommand {
  static commandName = 'connections:export'
  static description = 'Write all connections of a tenant into one file'
  static help = [
    'The file is sealed with a passphrase: it holds every credential, and opens on any Varlor, whatever its keys.',
    'With --masked it is readable JSON that only says which credentials there are.',
    'Without --output, or with --output=-, the file is printed.',
    '',
    'Examples:',
    '  {{ binaryName }} connections:export --tenant=acme-inc --output=acme.backup',
    '  {{ binaryName }} connections:export --tenant=acme-inc --masked',
    '  {{ binaryName }} connections:export --tenant=acme-inc --passphrase-stdin --output=acme.backup < passphrase.txt',
  ]

  @flags.string({ description: 'Slug of the tenant', required: true })
  declare tenant: string

  @flags.string({ description: 'File to write; only its owner can read it' })
  declare output?: string

  @flags.boolean({ description: 'Overwrite the file' })
  declare force: boolean

  @flags.boolean({ description: 'Write masks instead of credentials, unsealed' })
  declare masked: boolean

  @flags.boolean({ description: 'Read the passphrase from standard input' })
  declare passphraseStdin: boolean

  protected async perform(): Promise<Report> {
    const { refuseExisting, writePrivateFile } = await import('#services/backup/private_file')
    const { ConsoleBackups } = await import('#services/backup/console_backups')
    const { inWords } = await import('#services/backup/backup_author')
    const path = this.output === '-' ? undefined : this.output
    if (path !== undefined && !this.force) await refuseExisting(path)
    if (path === undefined) this.#refuseScreen()
    const passphrase = this.masked ? null : await newPassphraseInput(this)
    const backups = await this.app.container.make(ConsoleBackups)
    const { file, connections } = await backups.export(this.tenant, passphrase, async (text) => {
      if (path !== undefined) await writePrivateFile(path, text, this.force)
    })
    if (path === undefined) return { data: { file, connections }, lines: [file.trimEnd()] }
    const remark = this.masked
      ? 'without their credentials.'
      : 'sealed. Without the passphrase nobody can open it.'
    return {
      data: { path, connections },
      lines: [`${inWords(connections)} of ${this.tenant} in ${path}, ${remark}`],
    }
  }

  #refuseScreen() {
    if (!this.masked && !this.json && process.stdout.isTTY) throw new E_NOT_FOR_SCREENS()
  }
}
