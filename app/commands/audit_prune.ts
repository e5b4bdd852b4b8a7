import { flags } from '@adonisjs/core/ace'
import type { AuditExporter } from '#audit/audit_exporter'
import type { PrunePlan } from '#audit/audit_pruner'
import { ReportingCommand, type Report } from './_reporting_command.js'

export default class AuditPrune extends ReportingCommand {
  static commandName = 'audit:prune'
  static description = 'Take old events away, such that what is left can still be proved'
  static help = [
    'Only events that verify are taken away: what does not is evidence. With --output they are written to a',
    'file first. That it was done is an event of each trail.',
    '',
    'Examples:',
    '  {{ binaryName }} audit:prune --keep-days=400 --output=before-2026.jsonl',
    '  {{ binaryName }} audit:prune --before=2026-01-01 --tenant=acme-inc --yes',
  ]

  @flags.string({ description: 'Events before this moment go, ISO 8601' })
  declare before?: string

  @flags.string({ description: 'Events of this many days stay' })
  declare keepDays?: string

  @flags.string({ description: 'Slug of one tenant, or its id when it is gone' })
  declare tenant?: string

  @flags.string({ description: 'File to write them to first; it must not be there yet' })
  declare output?: string

  @flags.boolean({ description: 'Do not ask' })
  declare yes: boolean

  protected async perform(): Promise<Report> {
    const { AuditPruner } = await import('#audit/audit_pruner')
    const { chainCalled } = await import('#audit/chain_names')
    const before = await this.#limit()
    const pruner = await this.app.container.make(AuditPruner)
    const only = this.tenant ? await chainCalled(this.tenant) : null
    const plans = await pruner.planAll(only, before)
    const events = plans.reduce((sum, plan) => sum + plan.events + plan.older, 0)
    if (events === 0) return { data: { events }, lines: ['Nothing is that old.'] }
    if (!(await this.#isWanted(plans, events, before))) {
      this.exitCode = 1
      return { data: { events: 0 }, lines: ['Nothing was removed.'] }
    }
    if (this.output) await this.#write(this.output, plans)
    for (const plan of plans) await pruner.prune(plan)
    const lines = [
      `${events} events removed.`,
      ...(this.output ? [`They are in ${this.output}.`] : []),
    ]
    return { data: { events, plans, file: this.output ?? null }, lines }
  }

  async #limit(): Promise<Date> {
    const { auditPruneValidator } = await import('#validators/audit_options')
    const { E_OPTION_INVALID } = await import('#audit/audit_errors')
    const { DateTime } = await import('luxon')
    const { before, keepDays } = await auditPruneValidator.validate({
      before: this.before,
      keepDays: this.keepDays,
    })
    if (before && keepDays) throw new E_OPTION_INVALID(['Give --before or --keep-days, not both.'])
    return keepDays
      ? DateTime.utc().minus({ days: keepDays }).toJSDate()
      : DateTime.fromISO(before ?? '', { zone: 'utc' }).toJSDate()
  }

  async #isWanted(plans: PrunePlan[], events: number, before: Date): Promise<boolean> {
    if (this.yes) return true
    const tenants = plans.length === 1 ? plans[0]?.tenant : `${plans.length} trails`
    return this.prompt.confirm(
      `Remove ${events} events of ${tenants} from before ${before.toISOString()} for good?`
    )
  }

  async #write(path: string, plans: PrunePlan[]): Promise<void> {
    const { AuditExporter } = await import('#audit/audit_exporter')
    const { writeExportFile } = await import('#audit/export_file')
    const exporter = await this.app.container.make(AuditExporter)
    await writeExportFile(path, linesOf(plans, exporter))
  }
}

async function* linesOf(plans: PrunePlan[], exporter: AuditExporter) {
  for (const { chainId, until } of plans) yield* exporter.lines(chainId, { until })
}
