import { inject } from '@adonisjs/core'
import { ApiError, errorItem } from '#exceptions/api_error'
import type DatabaseConnection from '#models/database_connection'
import User from '#models/user'
import type { BackupAuthor } from '#services/backup/backup_author'
import type { BackupEntry } from '#services/backup/backup_document'
import { refuseShort, writeBackup, type Passphrase } from '#services/backup/backup_file'
import { masked } from '#services/backup/masks'
import { nameKey } from '#services/name_key'
import { ConnectionStore } from '#services/connection_store'
import { CredentialSealer } from '#services/credential_sealer'
import { SealInvalidError, TenantKeyInvalidError } from '#vault/errors'

export interface MadeBackup {
  /** The whole file. */
  file: string
  /** How many connections are in it. */
  connections: number
}

/** Writes the connections that somebody sees into one file. */
@inject()
export class ConnectionExport {
  constructor(
    private store: ConnectionStore,
    private sealer: CredentialSealer
  ) {}

  /** @throws ApiError E_INVALID for a passphrase that is too short; E_SEAL_INVALID naming what does not open */
  async make(author: BackupAuthor, passphrase: Passphrase): Promise<MadeBackup> {
    if (passphrase !== null) refuseShort(passphrase)
    const rows = await this.store.every(author)
    const credentials = passphrase === null ? flags(rows) : await this.open(rows)
    const owners = await emailsOf(author.tenantId)
    const entries = rows.map((row) => entryOf(row, owners, credentials.get(row.id) ?? {}))
    entries.sort(byName)
    return { file: await writeBackup(entries, passphrase), connections: entries.length }
  }

  /** All of them or none: a backup with silent holes is worse than none. */
  private async open(rows: DatabaseConnection[]) {
    const opened = new Map<string, Record<string, string>>()
    const closed: string[] = []
    for (const row of rows) {
      try {
        opened.set(row.id, await this.sealer.open(row))
      } catch (error) {
        if (!isBroken(error)) throw error
        closed.push(row.name)
      }
    }
    if (closed.length > 0) throw unopened(closed)
    return opened
  }
}

function flags(rows: DatabaseConnection[]) {
  return new Map(rows.map(({ id, credentialFields }) => [id, masked(credentialFields)]))
}

function isBroken(error: unknown): boolean {
  return error instanceof SealInvalidError || error instanceof TenantKeyInvalidError
}

function unopened(names: string[]): ApiError {
  const messages = names.sort().map((name) => `The credentials of "${name}" do not open.`)
  const hint = 'Enter them again or delete the connection; keys:verify tells what is wrong.'
  return ApiError.all(messages.map((message) => errorItem('E_SEAL_INVALID', { message, hint })))
}

async function emailsOf(tenantId: string): Promise<Map<string, string>> {
  const users = await User.query().where('tenant_id', tenantId).select('id', 'email')
  return new Map(users.map(({ id, email }) => [id, email]))
}

function entryOf(
  { name, type, config, visibility, tags, ownerId }: DatabaseConnection,
  owners: Map<string, string>,
  credentials: Record<string, string>
): BackupEntry {
  const owner = owners.get(ownerId) ?? ''
  const words = tags.map(({ tag }) => tag).sort()
  return { name, type, config, credentials, visibility, tags: words, owner }
}

/** The same in every database, whatever its collation. */
function byName(one: BackupEntry, other: BackupEntry): number {
  return nameKey(one.name) < nameKey(other.name) ? -1 : 1
}
