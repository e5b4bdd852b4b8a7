import { flags } from '@adonisjs/core/ace'
import type { RotationReport } from '#vault/rotation/key_rotation'
import { unreadableLines } from './_unreadable_lines.js'
import { ProgressBar } from './_progress_bar.js'
import { ReportingCommand, type Report } from './_reporting_command.js'

export default class KeysRotate extends ReportingCommand {
  static commandName = 'keys:rotate'
  static description = 'Reseal everything under the active master key, while servers go on working'
  static help = [
    'It can be stopped and killed at any time: what is resealed stays so,',
    'and nothing is lost. It ends with 1 when it was stopped, or rows did not',
    'open; those are named and stay as they are.',
    '',
    'Examples:',
    '  {{ binaryName }} keys:rotate --dry-run',
    '  {{ binaryName }} keys:rotate',
    '  {{ binaryName }} keys:rotate --tenant=acme-inc --batch=500',
    '  {{ binaryName }} keys:rotate --resume',
  ]

  @flags.string({ description: 'Slug of the only tenant to rotate' })
  declare tenant?: string

  @flags.string({ description: 'Rows in one transaction, up to 1000', default: '100' })
  declare batch: string

  @flags.boolean({ description: 'Open what would be resealed, and write nothing' })
  declare dryRun: boolean

  @flags.boolean({ description: 'Go on where the last run was stopped' })
  declare resume: boolean

  @flags.boolean({ description: 'Rotate although servers run that seal with another key' })
  declare force: boolean

  protected async perform(): Promise<Report> {
    const { keysRotateValidator } = await import('#validators/keys')
    const { tenant, batch } = await keysRotateValidator.validate({
      tenant: this.tenant,
      batch: this.batch,
    })
    const tenantId = tenant === undefined ? undefined : await idOf(tenant)
    const bar = this.json ? null : new ProgressBar('rows')
    const report = await this.#stoppable(async (signal) => {
      const rotation = await this.#rotation()
      const { dryRun = false, resume = false, force = false } = this
      const onProgress = (progress: { done: number; total: number }) => bar?.update(progress)
      return rotation.run({ tenantId, batchSize: batch, dryRun, resume, force, signal, onProgress })
    }).finally(() => bar?.end())
    if (report.status !== 'finished') this.exitCode = 1
    return { data: { dryRun: this.dryRun ?? false, ...report }, lines: this.#lines(report) }
  }

  async #rotation() {
    const { default: vaultConfig } = await import('#config/vault')
    const { AuditTrail } = await import('#audit/audit_trail')
    const { MasterKeyring } = await import('#vault/master_keyring')
    const { KeyRotation } = await import('#vault/rotation/key_rotation')
    const { refuseBadKeys } = await import('./_refuse_bad_keys.js')
    const keyring = await refuseBadKeys(() => this.app.container.make(MasterKeyring))
    return new KeyRotation(keyring, vaultConfig, await this.app.container.make(AuditTrail))
  }

  /** A signal ends the application: before anything of it is closed, the batch that is under way ends. */
  async #stoppable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const stop = new AbortController()
    const running = work(stop.signal)
    const ended = running.then(
      () => {},
      () => {}
    )
    this.app.terminating(() => {
      stop.abort()
      return ended
    })
    return running
  }

  #lines(report: RotationReport): string[] {
    const { status, masterKeyId, total, resealed, seconds, secondsWaited, unreadable } = report
    const took = `in ${seconds.toFixed(1)} s, of which ${secondsWaited.toFixed(1)} s waiting for scrypt`
    const done = this.dryRun
      ? `Rows that would be resealed under ${masterKeyId}: ${total - unreadable.length} of ${total}.`
      : `Rows resealed under ${masterKeyId}: ${resealed} ${took}.`
    const whole = this.tenant ? `Nothing of ${this.tenant}` : 'Nothing'
    const ending = {
      finished: this.dryRun
        ? []
        : [`${whole} is under another key any more. Next: keys:verify --without=OLD`],
      stopped: ['Stopped. Go on with: keys:rotate --resume'],
      incomplete: unreadableLines(unreadable),
    }
    return [done, ...ending[status]]
  }
}

async function idOf(slug: string): Promise<string> {
  const { default: Tenant } = await import('#models/tenant')
  const { E_TENANT_NOT_FOUND } = await import('#services/account_errors')
  const tenant = await Tenant.findBy('slug', slug)
  if (!tenant) throw new E_TENANT_NOT_FOUND([slug])
  return tenant.id
}
