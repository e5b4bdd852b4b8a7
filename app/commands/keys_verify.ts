import { flags } from '@adonisjs/core/ace'
import type { VerificationReport } from '#vault/rotation/verification'
import { unreadableLines } from './_unreadable_lines.js'
import { ProgressBar } from './_progress_bar.js'
import { ReportingCommand, type Report } from './_reporting_command.js'

export default class KeysVerify extends ReportingCommand {
  static commandName = 'keys:verify'
  static description = 'Open every sealed row, if need be without one of the keys'
  static help = [
    'Without a key means that this process does not hold it, though it may be',
    'configured: what opens then, opens without it for good. It ends with 1 when',
    'a row does not open, or says another key than its token.',
    '',
    'Examples:',
    '  {{ binaryName }} keys:verify',
    '  {{ binaryName }} keys:verify --without=3f2a9c0d11e47b58',
  ]

  @flags.string({ description: 'Id of a master key to do without' })
  declare without?: string

  protected async perform(): Promise<Report> {
    const { default: vaultConfig } = await import('#config/vault')
    const { keysVerifyValidator } = await import('#validators/keys')
    const { Verification } = await import('#vault/rotation/verification')
    const { refuseUnknownKey } = await import('#vault/rotation/known_key_ids')
    const { keyringWithout } = await import('./_keyring_without.js')
    const { without } = await keysVerifyValidator.validate({ without: this.without })
    if (without !== undefined) await refuseUnknownKey(without)
    const keyring = await keyringWithout(this.app, without)
    const verification = new Verification(keyring, vaultConfig)
    const bar = this.json ? null : new ProgressBar('rows')
    const report = await verification
      .run({ onProgress: (progress) => bar?.update(progress) })
      .finally(() => bar?.end())
    verification.dispose()
    const isVerified = report.faults.length === 0
    if (!isVerified) this.exitCode = 1
    const data = { verified: isVerified, without: without ?? null, ...report }
    return { data, lines: linesOf(report, without) }
  }
}

function linesOf({ columns, faults, heldKeyIds }: VerificationReport, without?: string): string[] {
  const width = Math.max(...columns.map(({ table, column }) => `${table}.${column}`.length))
  const counts = columns.map(({ table, column, rows, opened }) => {
    const isWhole = opened === rows
    return `${isWhole ? '✓' : '✗'} ${`${table}.${column}`.padEnd(width)}  opened ${opened} ${isWhole ? '=' : 'of'} ${rows} rows`
  })
  const held = `with ${heldKeyIds.join(', ')}${without ? `, without ${without}` : ''}`
  const verdict =
    faults.length === 0
      ? `Every sealed row opens ${held}.`
      : `${faults.length} sealed ${faults.length === 1 ? 'row does' : 'rows do'} not open ${held}.`
  return [...counts, ...unreadableLines(faults), verdict]
}
