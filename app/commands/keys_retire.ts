import { args } from '@adonisjs/core/ace'
import { ProgressBar } from './_progress_bar.js'
import { ReportingCommand, type Report } from './_reporting_command.js'

export default class KeysRetire extends ReportingCommand {
  static commandName = 'keys:retire'
  static description = 'Take a master key out of use for good, once nothing needs it'
  static help = [
    'It opens every sealed row without the key; then once more, with writers',
    'locked out for a moment, what has changed since. Only if all of it opens is',
    'the key retired: from then on the database refuses what is sealed with it,',
    'and a server whose active key it is does not start.',
    '',
    'Example:',
    '  {{ binaryName }} keys:retire 3f2a9c0d11e47b58',
  ]

  @args.string({ description: 'Id of the master key, as keys:status lists it' })
  declare keyId: string

  protected async perform(): Promise<Report> {
    const { keysRetireValidator } = await import('#validators/keys')
    const { keyId } = await keysRetireValidator.validate({ keyId: this.keyId })
    const retirement = await this.#retirement(keyId)
    const bar = this.json ? null : new ProgressBar('rows')
    const report = await retirement
      .retire(keyId, (progress) => bar?.update(progress))
      .finally(() => bar?.end())
    const { openedRows, lockedFor } = report
    return {
      data: { ...report },
      lines: [
        `The master key ${keyId} is retired: all ${openedRows} sealed rows open without it ` +
          `(writers waited ${Math.ceil(lockedFor)} ms).`,
        'Take it out of the configuration, and keep it with the backups that need it.',
      ],
    }
  }

  async #retirement(keyId: string) {
    const { default: vaultConfig } = await import('#config/vault')
    const { AuditTrail } = await import('#audit/audit_trail')
    const { Retirement } = await import('#vault/rotation/retirement')
    const { keyringWithout } = await import('./_keyring_without.js')
    const keyring = await keyringWithout(this.app, keyId)
    return new Retirement(keyring, vaultConfig, await this.app.container.make(AuditTrail))
  }
}
