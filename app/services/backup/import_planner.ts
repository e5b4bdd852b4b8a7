import { setImmediate } from 'node:timers/promises'
import { inject } from '@adonisjs/core'
import { v7 as uuid } from 'uuid'
import { engines } from '#connectors/registry'
import { ApiError } from '#exceptions/api_error'
import type DatabaseConnection from '#models/database_connection'
import type { BackupAuthor } from '#services/backup/backup_author'
import type { ReadEntry } from '#services/backup/backup_file'
import type { ImportOrder } from '#services/backup/import_order'
import { ImportOwners } from '#services/backup/import_owners'
import type { ImportPlan, ImportStep, ReplaceStep } from '#services/backup/import_plan'
import { firstOf, problemsOf, type ImportProblem } from '#services/backup/import_problems'
import { NameRegister } from '#services/backup/name_register'
import { ConnectionAccess } from '#services/connection_access'
import { nameKey } from '#services/name_key'
import { ConnectionStore } from '#services/connection_store'
import { planCredentials, type GivenCredentials } from '#services/credential_plan'
import { refuseOtherEngine } from '#services/refuse_other_engine'
import { validateConnection, type ConnectionBody } from '#validators/connection'
import { isObject } from '#validators/strict_object'

/** Connections that are validated in one go: validating is work for the event loop. */
const BATCH = 25

interface Situation {
  author: BackupAuthor
  order: ImportOrder
  names: NameRegister
  owners: ImportOwners
  /** What may be replaced, by the key of its name; each of them once. */
  rows: Map<string, DatabaseConnection>
}

/** Decides what becomes of each connection of a file, and finds everything that is wrong with it. Writes nothing. */
@inject()
export class ImportPlanner {
  constructor(
    private store: ConnectionStore,
    private access: ConnectionAccess
  ) {}

  async plan(author: BackupAuthor, order: ImportOrder, entries: ReadEntry[]): Promise<ImportPlan> {
    const situation = await this.look(author, order)
    const steps: ImportStep[] = []
    const problems: ImportProblem[] = []
    for (const [index, read] of entries.entries()) {
      if (index % BATCH === 0) await setImmediate()
      try {
        steps.push(await this.stepFor(read, situation))
      } catch (error) {
        problems.push(...problemsOf(error, index, read.entry))
      }
    }
    return { steps, problems: firstOf(problems) }
  }

  private async look(author: BackupAuthor, order: ImportOrder): Promise<Situation> {
    const names = new NameRegister(await this.store.nameKeys(author.tenantId))
    const owners = await ImportOwners.of(author.tenantId, order.fallback)
    const seen = order.onConflict === 'replace' ? await this.store.every(author) : []
    return { author, order, names, owners, rows: new Map(seen.map((row) => [row.nameKey, row])) }
  }

  private async stepFor(read: ReadEntry, situation: Situation): Promise<ImportStep> {
    const { owner, ...rest } = isObject(read.entry) ? read.entry : {}
    if (owner !== undefined && typeof owner !== 'string') {
      throw new ApiError('E_INVALID', { message: 'The owner must be an email.', field: 'owner' })
    }
    const body = await validateConnection(rest)
    const { name } = body
    const { names, order, owners } = situation
    const created = { name, id: uuid(), owner: owners.find(owner) }
    if (names.take(name)) return { action: 'create', ...created, body: creatable(body) }
    if (order.onConflict === 'skip') return { action: 'skip', name }
    if (order.onConflict === 'replace') return this.replacement(body, read.maskedFields, situation)
    if (order.onConflict === 'refuse') throw new ApiError('E_NAME_TAKEN', TAKEN)
    const renamed = { ...creatable(body), name: names.takeNumbered(name) }
    return { action: 'rename', ...created, body: renamed }
  }

  /** In a private connection of somebody else there is nothing to replace: its name is just taken. */
  private async replacement(
    body: ConnectionBody,
    maskedFields: string[],
    { author, rows, owners }: Situation
  ): Promise<ReplaceStep> {
    const row = rows.get(nameKey(body.name))
    if (!row) throw new ApiError('E_NAME_TAKEN', { field: 'name', message: UNREPLACEABLE })
    rows.delete(row.nameKey)
    refuseOtherEngine(row, body)
    await this.refuseForbiddenVisibility(author, row, body)
    const given = replacedCredentials(row, body, maskedFields)
    planCredentials(engines[body.type], body.config, given, row)
    return {
      action: 'replace',
      name: body.name,
      body,
      row,
      given,
      owner: owners.owning(row.ownerId),
    }
  }

  private async refuseForbiddenVisibility(
    { actor }: BackupAuthor,
    row: DatabaseConnection,
    { visibility = row.visibility }: ConnectionBody
  ) {
    if (!actor || visibility === row.visibility) return
    if (await this.access.policyOf(actor).allows('changeVisibility', row)) return
    const message = 'Only its owner may change who sees the connection of this name.'
    throw new ApiError('E_INVALID', { field: 'visibility', message })
  }
}

const TAKEN = {
  field: 'name',
  message: 'Another connection has this name.',
  hint: 'Skip, replace or rename what conflicts.',
}

const UNREPLACEABLE =
  'This name is taken by another connection of the file, or by one of somebody else.'

/** @throws ApiError E_REQUIRED when a credential is missing */
function creatable(body: ConnectionBody): ConnectionBody {
  planCredentials(engines[body.type], body.config, body.credentials)
  return body
}

/** What the file says, and nothing besides: only what it masks stays as it is stored. */
function replacedCredentials(
  row: DatabaseConnection,
  { credentials }: ConnectionBody,
  maskedFields: string[]
): GivenCredentials {
  const others = row.credentialFields.filter((name) => !maskedFields.includes(name))
  return { ...Object.fromEntries(others.map((name) => [name, null])), ...credentials }
}
