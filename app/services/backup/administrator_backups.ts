import { errors } from '@adonisjs/auth'
import { Bouncer } from '@adonisjs/bouncer'
import { inject } from '@adonisjs/core'
import { AuditedActions } from '#audit/audited_actions'
import { apiExport } from '#config/backup'
import { ApiError } from '#exceptions/api_error'
import BackupPolicy from '#policies/backup_policy'
import type { Actor } from '#services/actor'
import type { Origin } from '#services/auth/origin'
import { PasswordCheck } from '#services/auth/password_check'
import { backupTarget } from '#services/backup/backup_author'
import { MAX_BODY_FILE_BYTES } from '#services/backup/backup_limits'
import { ConnectionExport, type MadeBackup } from '#services/backup/connection_export'
import { ConnectionImport, type GivenFile } from '#services/backup/connection_import'
import type { ConflictMode } from '#services/backup/import_order'
import { countWrites, reportOf, type ImportReport } from '#services/backup/import_plan'
import { holdTeamAs } from '#services/member_changes'

/** What proves that a person is there, and not only their session. */
export interface Proof {
  password: string
  origin: Origin
}

export interface AdministratorImport extends GivenFile {
  dryRun: boolean
  onConflict: ConflictMode
}

/** Backups by API: of what an administrator sees, which are shared connections and their own. */
@inject()
export class AdministratorBackups {
  constructor(
    private audited: AuditedActions,
    private passwords: PasswordCheck,
    private exports: ConnectionExport,
    private imports: ConnectionImport
  ) {}

  /** Leaves a trace of whom it refuses. @throws E_AUTHORIZATION_FAILURE */
  async admit(actor: Actor, ability: 'export' | 'import'): Promise<void> {
    const policy = policyOf(actor)
    if (await policy.allows(ability)) return
    const entry = { actor, action: `connections.${ability}`, target: backupTarget(null) } as const
    await this.audited.observe(entry, () => policy.authorize(ability))
  }

  /** A readable file with masks. @throws E_AUTHORIZATION_FAILURE; ApiError E_BACKUP_TOO_LARGE */
  exportMasked(actor: Actor): Promise<MadeBackup> {
    return this.export(actor, null, async () => {})
  }

  /**
   * A file with every credential, for whoever knows the passphrase: so it takes the person's own password once more.
   * @throws E_AUTHORIZATION_FAILURE, E_TOO_MANY_REQUESTS; ApiError E_FORBIDDEN, E_TOKEN_ABILITY, E_INVALID,
   * E_SEAL_INVALID, E_BACKUP_TOO_LARGE
   */
  exportSealed(actor: Actor, passphrase: string, proof: Proof): Promise<MadeBackup> {
    return this.export(actor, passphrase, async () => {
      if (!apiExport) throw new ApiError('E_FORBIDDEN', TURNED_OFF)
      if (actor.isProgram) throw new ApiError('E_TOKEN_ABILITY', NOT_FOR_TOKENS)
      await this.verify(actor, proof)
    })
  }

  /**
   * @throws E_AUTHORIZATION_FAILURE; ApiError E_BACKUP_UNREADABLE, E_BACKUP_UNSUPPORTED, E_CONFLICT, and one item for
   * each problem of a connection
   */
  async import(actor: Actor, { dryRun, onConflict, ...given }: AdministratorImport) {
    const order = { onConflict, fallback: { id: actor.userId, email: actor.email } }
    const plan = async () => {
      await policyOf(actor).authorize('import')
      return this.imports.plan({ tenantId: actor.tenantId, actor }, order, given)
    }
    return dryRun ? reportOf(await plan(), true) : this.carryOut(actor, plan)
  }

  /** The trail says how many once that is known. */
  private export(actor: Actor, passphrase: string | null, permit: () => Promise<void>) {
    const target = backupTarget(null)
    return this.audited.observe({ actor, action: 'connections.export', target }, async () => {
      await policyOf(actor).authorize('export')
      await permit()
      const made = await this.exports.make({ tenantId: actor.tenantId, actor }, passphrase)
      refuseTooLarge(made)
      target.name = backupTarget(made.connections).name
      return made
    })
  }

  private async carryOut(
    actor: Actor,
    planned: () => ReturnType<ConnectionImport['plan']>
  ): Promise<ImportReport> {
    const target = backupTarget(null)
    const entry = { actor, action: 'connections.import', target } as const
    let settle = async () => {}
    const report = await this.audited.change(entry, async () => {
      const plan = await planned()
      const prepared = await this.imports.prepare({ tenantId: actor.tenantId, actor }, plan)
      target.name = backupTarget(countWrites(plan)).name
      settle = prepared.settle
      return async (client, record) => {
        await holdTeamAs(actor, client)
        return prepared.write(client, record)
      }
    })
    await settle()
    return report
  }

  private async verify({ userId, email }: Actor, { password, origin }: Proof) {
    try {
      const user = await this.passwords.verify(email, password, origin)
      if (user.id === userId) return
    } catch (error) {
      if (!(error instanceof errors.E_INVALID_CREDENTIALS)) throw error
    }
    const message = 'This is not your password.'
    throw new ApiError('E_INVALID', { message, field: 'currentPassword' })
  }
}

const TURNED_OFF = {
  message: 'Whoever runs this server has turned off exports of credentials by API.',
  hint: 'Ask them for an export at the console.',
}

const NOT_FOR_TOKENS = {
  message: 'API tokens may not take credentials out, whatever their abilities.',
  hint: 'Log in with your password, and use the access token; or export with masks.',
}

function policyOf(actor: Actor) {
  return new Bouncer({ ...actor }).with(BackupPolicy)
}

/** What is exported by API can be imported by API. */
function refuseTooLarge({ file }: MadeBackup) {
  if (Buffer.byteLength(JSON.stringify(file)) <= MAX_BODY_FILE_BYTES) return
  const message = 'These connections do not fit into one answer.'
  throw new ApiError('E_BACKUP_TOO_LARGE', { message, hint: 'Export them at the console.' })
}
