import { inject } from '@adonisjs/core'
import type { Engine } from '#connectors/engine'
import type DatabaseConnection from '#models/database_connection'
import type PasswordRotation from '#models/password_rotation'
import {
  planCredentials,
  type CredentialPlan,
  type GivenCredentials,
} from '#services/credential_plan'
import { Vault } from '#vault/vault'

/** The columns in which a connection keeps its credentials. */
export interface SealedColumns {
  sealedCredentials: string | null
  masterKeyId: string | null
  credentialFields: string[]
}

type SealedRow = Pick<DatabaseConnection, 'id' | 'tenantId' | 'config'> & SealedColumns

/**
 * Carries credentials between people, rows and connectors; the only one beside the connectors that has them in
 * clear. The vault reads the database, so nothing here may be awaited inside a transaction.
 */
@inject()
export class CredentialSealer {
  constructor(private vault: Vault) {}

  /** Seals what a new connection is given. Throws what `planCredentials` throws. */
  async sealNew(
    owner: { tenantId: string; connectionId: string },
    engine: Engine,
    config: Record<string, unknown>,
    given?: GivenCredentials
  ): Promise<SealedColumns> {
    const plan = planCredentials(engine, config, given)
    return this.seal(owner, plan.replaced)
  }

  /** Seals anew what has changed. Nothing when nothing has: the stored columns may be resealed in the meantime. */
  async sealChange(
    row: SealedRow,
    engine: Engine,
    config: Record<string, unknown>,
    given?: GivenCredentials
  ): Promise<SealedColumns | undefined> {
    const plan = planCredentials(engine, config, given, row)
    if (keepsAll(row, plan)) return undefined
    const owner = { tenantId: row.tenantId, connectionId: row.id }
    return this.seal(owner, await this.resolve(row, plan))
  }

  /** What a test without saving signs in with: what is given, and the rest from the stored row. */
  async forTest(
    row: SealedRow | null,
    engine: Engine,
    config: Record<string, unknown>,
    given?: GivenCredentials
  ): Promise<Record<string, string>> {
    const plan = planCredentials(engine, config, given, row)
    return row ? this.resolve(row, plan) : plan.replaced
  }

  /** @throws SealInvalidError when the row was tampered with or its key is gone */
  async open({ id, tenantId, sealedCredentials }: SealedRow): Promise<Record<string, string>> {
    if (sealedCredentials === null) return {}
    return this.vault.open({ tenantId, connectionId: id }, sealedCredentials)
  }

  /** Seals credentials for a row, whatever it has now. */
  async sealAnew(
    { tenantId, id }: Pick<SealedRow, 'id' | 'tenantId'>,
    credentials: Record<string, string>
  ) {
    const { token, masterKeyId } = await this.vault.seal(
      { tenantId, connectionId: id },
      credentials
    )
    return {
      sealedCredentials: token,
      masterKeyId,
      credentialFields: Object.keys(credentials),
    } satisfies SealedColumns
  }

  /** The same for a row that may have none. */
  async seal(
    owner: { tenantId: string; connectionId: string },
    credentials: Record<string, string>
  ): Promise<SealedColumns> {
    const credentialFields = Object.keys(credentials)
    if (credentialFields.length === 0) {
      return { sealedCredentials: null, masterKeyId: null, credentialFields }
    }
    return this.sealAnew({ tenantId: owner.tenantId, id: owner.connectionId }, credentials)
  }

  /** Opens credentials that a connection is about to have. Throws what `open` throws. */
  openPending({ connectionId, tenantId, sealedCredentials }: PasswordRotation) {
    return this.vault.open({ tenantId, connectionId }, sealedCredentials)
  }

  private async resolve(row: SealedRow, plan: CredentialPlan): Promise<Record<string, string>> {
    if (plan.kept.length === 0) return plan.replaced
    const stored = Object.entries(await this.open(row))
    const kept = stored.filter(([name]) => plan.kept.includes(name))
    return { ...Object.fromEntries(kept), ...plan.replaced }
  }
}

function keepsAll(row: SealedRow, { kept, replaced }: CredentialPlan): boolean {
  return Object.keys(replaced).length === 0 && kept.length === row.credentialFields.length
}
