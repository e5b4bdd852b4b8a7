import { args, flags } from '@adonisjs/core/ace'
import { createError } from '@adonisjs/core/exceptions'
import type { ImportReport } from '#services/backup/import_plan'
import { passphraseInput } from './_passphrase_input.js'
import { ReportingCommand, type Report } from './_reporting_command.js'

const E_NOT_CONFIRMED = createError(
  'Nothing was imported. To replace connections without being asked, say --yes.',
  'E_NOT_CONFIRMED',
  422
)

export default class ConnectionsImport extends ReportingCommand {
  static commandName = 'connections:import'
  static description = 'Bring the connections of a file into a tenant: all of them or none'
  static help = [
    'Names that are taken are refused, unless --on-conflict says skip, replace or rename.',
    'A connection belongs to the member with the email of its owner, else to --owner, else to the first administrator.',
    '',
    'Examples:',
    '  {{ binaryName }} connections:import acme.backup --tenant=acme-inc --dry-run',
    '  {{ binaryName }} connections:import acme.backup --tenant=acme-inc --on-conflict=skip',
    '  {{ binaryName }} connections:import acme.json --tenant=acme-inc --owner=ada@acme.example',
  ]

  @args.string({ description: 'A file that connections:export has written' })
  declare file: string

  @flags.string({ description: 'Slug of the tenant', required: true })
  declare tenant: string

  @flags.boolean({ description: 'Tell what would happen, and change nothing' })
  declare dryRun: boolean

  @flags.string({ description: 'refuse, skip, replace or rename', default: 'refuse' })
  declare onConflict: string

  @flags.string({ description: 'Email of the member who gets what has no owner here' })
  declare owner?: string

  @flags.boolean({ description: 'Read the passphrase from standard input' })
  declare passphraseStdin: boolean

  @flags.boolean({ description: 'Replace connections without asking' })
  declare yes: boolean

  protected async perform(): Promise<Report> {
    const { consoleImportValidator } = await import('#validators/backup')
    const { readTextFile } = await import('#services/backup/private_file')
    const { isSealed } = await import('#services/backup/backup_file')
    const { ConsoleBackups } = await import('#services/backup/console_backups')
    const { tenant, dryRun = false, owner } = this
    const { onConflict } = await consoleImportValidator.validate({ onConflict: this.onConflict })
    const file = await readTextFile(this.file)
    const passphrase = isSealed(file) ? await passphraseInput(this) : null
    if (onConflict === 'replace' && !dryRun) await this.#confirm()
    const backups = await this.app.container.make(ConsoleBackups)
    const order = { file, passphrase, dryRun, onConflict, owner }
    const report = await backups.import(tenant, order)
    if (report.problems.length > 0) this.exitCode = 1
    return { data: { ...report }, lines: linesOf(report, tenant) }
  }

  async #confirm() {
    if (this.yes) return
    const canAsk = !this.json && process.stdin.isTTY && process.stdout.isTTY
    const question = `Replace the connections of ${this.tenant} that have the same names?`
    if (!canAsk || !(await this.prompt.confirm(question))) throw new E_NOT_CONFIRMED()
  }
}

function linesOf({ dryRun, connections, problems }: ImportReport, tenant: string): string[] {
  const width = Math.max(4, ...connections.map(({ name }) => name.length))
  const rows = connections.map(({ action, name, savedAs, owner }) => {
    const as = savedAs !== null && savedAs !== name ? `as ${savedAs}, ` : ''
    return `${action.padEnd(9)}${name.padEnd(width + 2)}${owner === null ? '' : `${as}owned by ${owner}`}`
  })
  const written = connections.filter(({ action }) => action !== 'skip').length
  const summary = dryRun
    ? `Nothing was changed: ${written} of ${connections.length + problems.length} would be written to ${tenant}.`
    : `${written} of ${connections.length} connections written to ${tenant}.`
  return [...rows, ...problems.map(({ message }) => `problem  ${message}`), summary]
}
