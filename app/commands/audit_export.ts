import { flags } from '@adonisjs/core/ace'
import { ReportingCommand, type Report } from './_reporting_command.js'

export default class AuditExport extends ReportingCommand {
  static commandName = 'audit:export'
  static description = 'Write the audit trail as lines of JSON'
  static help = [
    'Oldest first, chain by chain, each event with its sequence and hash. The export is an event itself.',
    'Without --output the lines go to standard output, and nothing else does.',
    '',
    'Example:',
    '  {{ binaryName }} audit:export --tenant=acme-inc --from=2026-01-01 --output=trail.jsonl',
  ]

  @flags.string({ description: 'Slug of one tenant, or its id when it is gone' })
  declare tenant?: string

  @flags.string({ description: 'First moment that counts, ISO 8601' })
  declare from?: string

  @flags.string({ description: 'Last moment that counts, ISO 8601' })
  declare to?: string

  @flags.string({ description: 'File to write; it must not be there yet' })
  declare output?: string

  protected async perform(): Promise<Report> {
    const { AuditExporter } = await import('#audit/audit_exporter')
    const { chainCalled } = await import('#audit/chain_names')
    const { E_OPTION_INVALID } = await import('#audit/audit_errors')
    const { writeExportFile } = await import('#audit/export_file')
    const { auditExportValidator } = await import('#validators/audit_options')
    const { from, to, output } = this
    if (this.json && !output) throw new E_OPTION_INVALID(['--json needs --output as well.'])
    const period = await auditExportValidator.validate({ from, to })
    const exporter = await this.app.container.make(AuditExporter)
    const only = this.tenant ? await chainCalled(this.tenant) : null
    const lines = exporter.exportAll(only, period)
    if (output) await writeExportFile(output, lines)
    else for await (const text of lines) await toStandardOutput(text)
    return {
      data: { file: output ?? null },
      lines: output ? [`The trail is written to ${output}.`] : [],
    }
  }
}

/** Waits for whoever reads. */
function toStandardOutput(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()))
  })
}
