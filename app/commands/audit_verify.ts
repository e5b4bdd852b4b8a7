import { flags } from '@adonisjs/core/ace'
import type { ChainReport, VerifyReport } from '#audit/audit_verifier'
import { ReportingCommand, type Report } from './_reporting_command.js'

export default class AuditVerify extends ReportingCommand {
  static commandName = 'audit:verify'
  static description = 'Prove that no event of the audit trail was changed, removed or put in'
  static help = [
    'It recomputes the chain of every tenant, names what does not follow, and exits with 1 then.',
    'It prints the head of each chain. Note heads somewhere else: given back as --anchor, they prove that',
    'nothing was cut off the end since, which nothing else can.',
    '',
    'Examples:',
    '  {{ binaryName }} audit:verify',
    '  {{ binaryName }} audit:verify --tenant=acme-inc --anchor=1042:5f0c…',
  ]

  @flags.string({ description: 'Slug of one tenant, or its id when it is gone' })
  declare tenant?: string

  @flags.array({
    description: 'A head that was printed before, SEQUENCE:HASH; more than one may be given',
  })
  declare anchor?: string[]

  protected async perform(): Promise<Report> {
    const { AuditVerifier } = await import('#audit/audit_verifier')
    const { chainCalled } = await import('#audit/chain_names')
    const { auditVerifyValidator } = await import('#validators/audit_options')
    const { anchor } = await auditVerifyValidator.validate({ anchor: this.anchor ?? [] })
    const anchors = anchor.map((spelled) => {
      const [sequence = '', hash = ''] = spelled.split(':')
      return { sequence: Number(sequence), hash }
    })
    const verifier = await this.app.container.make(AuditVerifier)
    const only = this.tenant ? await chainCalled(this.tenant) : null
    const report = await verifier.verify(only, anchors)
    const isProved =
      report.lostAnchors.length === 0 && report.chains.every(({ problems }) => problems === 0)
    if (!isProved) this.exitCode = 1
    return { data: { proved: isProved, ...report }, lines: [...linesOf(report), verdict(isProved)] }
  }
}

function linesOf({ chains, lostAnchors, unchained }: VerifyReport): string[] {
  const lines = chains.flatMap(linesOfChain)
  for (const { sequence, hash } of lostAnchors) {
    lines.push(
      `✗ The head ${sequence}:${hash} is not in the trail: it was cut off, or retention has passed it.`
    )
  }
  if (unchained > 0) {
    lines.push(
      `${unchained} events are older than chains, of tenants that have none yet: nothing proves them.`
    )
  }
  return lines
}

function linesOfChain({ tenant, events, head, problems, findings }: ChainReport): string[] {
  const end = head ? `, head ${head.sequence}:${head.hash}` : ''
  const named = findings.map(({ sequence, eventId, message }) => {
    const where = [sequence === null ? '' : `event ${sequence}`, eventId ? `(${eventId})` : '']
    return `  ✗ ${[tenant, ...where].filter(Boolean).join(' ')}: ${message}`
  })
  const unnamed = problems - findings.length
  return [
    `${problems === 0 ? '✓' : '✗'} ${tenant}: ${events} events${end}`,
    ...named,
    ...(unnamed > 0 ? [`  ✗ … and ${unnamed} more.`] : []),
  ]
}

function verdict(isProved: boolean): string {
  return isProved ? 'The trail is what was written.' : 'The trail is NOT what was written.'
}
