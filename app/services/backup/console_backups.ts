import { inject } from '@adonisjs/core'
import { AuditTrail } from '#audit/audit_trail'
import { ApiError } from '#exceptions/api_error'
import Tenant from '#models/tenant'
import User from '#models/user'
import { E_TENANT_NOT_FOUND } from '#services/account_errors'
import { authorship, backupTarget, type BackupAuthor } from '#services/backup/backup_author'
import { E_NO_ADMINISTRATOR, E_NOT_A_MEMBER } from '#services/backup/backup_errors'
import type { Passphrase } from '#services/backup/backup_file'
import { MAX_FILE_BYTES } from '#services/backup/backup_limits'
import { ConnectionExport, type MadeBackup } from '#services/backup/connection_export'
import { ConnectionImport, type GivenFile } from '#services/backup/connection_import'
import type { ConflictMode, Owner } from '#services/backup/import_order'
import { countWrites, reportOf, type ImportReport } from '#services/backup/import_plan'

export interface ConsoleImport extends GivenFile {
  dryRun: boolean
  onConflict: ConflictMode
  /** Email of who gets what has no owner here; without it the first administrator. */
  owner: string | undefined
}

/** Backups by the operator, who has all of a tenant: the private connections too. */
@inject()
export class ConsoleBackups {
  constructor(
    private trail: AuditTrail,
    private exports: ConnectionExport,
    private imports: ConnectionImport
  ) {}

  /**
   * @param keep what becomes of the file; it is called once the trail has the event, for nothing leaves without one
   * @throws E_TENANT_NOT_FOUND; ApiError E_INVALID, E_SEAL_INVALID, E_BACKUP_TOO_LARGE; what `keep` throws
   */
  async export(slug: string, passphrase: Passphrase, keep: (file: string) => Promise<void>) {
    const author = authorOf(await tenantOf(slug))
    const made = await this.exports.make(author, passphrase)
    refuseTooLarge(made)
    const target = backupTarget(made.connections)
    await this.trail.record({ ...authorship(author), action: 'connections.export', target })
    await keep(made.file)
    return made
  }

  /**
   * @throws E_TENANT_NOT_FOUND, E_NOT_A_MEMBER, E_NO_ADMINISTRATOR; ApiError E_BACKUP_UNREADABLE,
   * E_BACKUP_UNSUPPORTED, E_CONFLICT, and one item for each problem of a connection
   */
  async import(slug: string, order: ConsoleImport): Promise<ImportReport> {
    const { dryRun, onConflict, owner, ...given } = order
    const tenant = await tenantOf(slug)
    const author = authorOf(tenant)
    const fallback = await fallbackOf(tenant, owner)
    const plan = await this.imports.plan(author, { onConflict, fallback }, given)
    if (dryRun) return reportOf(plan, true)
    const { write, settle } = await this.imports.prepare(author, plan)
    const target = backupTarget(countWrites(plan))
    const report = await this.trail.transaction(tenant.id, async (client, record) => {
      const written = await write(client, record)
      await record({ ...authorship(author), action: 'connections.import', target })
      return written
    })
    await settle()
    return report
  }
}

/** @throws E_TENANT_NOT_FOUND */
async function tenantOf(slug: string): Promise<Tenant> {
  const tenant = await Tenant.findBy('slug', slug)
  if (!tenant) throw new E_TENANT_NOT_FOUND([slug])
  return tenant
}

function authorOf({ id }: Tenant): BackupAuthor {
  return { tenantId: id, actor: null }
}

async function fallbackOf({ id, slug }: Tenant, email: string | undefined): Promise<Owner> {
  const active = User.query().where('tenant_id', id).whereNull('deactivated_at')
  if (email === undefined) {
    const admin = await active.where('role', 'admin').orderBy('id').first()
    if (!admin) throw new E_NO_ADMINISTRATOR([slug])
    return admin
  }
  const user = await active.where('email', email.toLowerCase()).whereNot('role', 'viewer').first()
  if (!user) throw new E_NOT_A_MEMBER([email, slug])
  return user
}

/** What is exported can be imported. */
function refuseTooLarge({ file }: MadeBackup) {
  if (Buffer.byteLength(file) <= MAX_FILE_BYTES) return
  throw new ApiError('E_BACKUP_TOO_LARGE')
}
