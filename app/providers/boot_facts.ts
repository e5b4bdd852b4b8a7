import type { ApplicationService } from '@adonisjs/core/types'
import type { BootFacts } from '#providers/boot_rules'
import { findOwnServerFaults } from '#providers/own_servers'
import { DEFAULT_ADMIN } from '#services/default_admin'
import env from '#start/env'
import { MasterKeyInvalidError } from '#vault/errors'
import { MasterKeyring } from '#vault/master_keyring'

/** Looks at the environment and the application database, which may be away, or not have been migrated yet. */
export async function gatherBootFacts(app: ApplicationService): Promise<BootFacts> {
  const keyring = await loadKeyring(app)
  const { database, redis } = await findOwnServerFaults(app)
  return {
    production: app.inProduction,
    trial: env.get('TRIAL', false),
    // AdonisJS listens everywhere unless told otherwise.
    host: env.get('HOST', '0.0.0.0'),
    appKey: env.get('APP_KEY').release(),
    autoAuth: env.get('AUTO_AUTH', false),
    seedSet: env.get('CREDENTIAL_ENCRYPTION_SEED') !== undefined,
    serverFaults: [database, redis].filter((fault) => fault !== null),
    masterKeyFault: keyring instanceof MasterKeyring ? null : keyring.message,
    ...(database ? UNKNOWN : await lookIntoDatabase(app, keyring)),
  }
}

type DatabaseFacts = Pick<
  BootFacts,
  'migrated' | 'retiredActiveKeyId' | 'missingMasterKeyIds' | 'defaultAdmin' | 'setupLink'
>

/** Nothing that would be one more reason: that the database is away is one already. */
const UNKNOWN: DatabaseFacts = {
  migrated: true,
  retiredActiveKeyId: null,
  missingMasterKeyIds: [],
  defaultAdmin: false,
  setupLink: null,
}

async function lookIntoDatabase(
  app: ApplicationService,
  keyring: MasterKeyring | MasterKeyInvalidError
): Promise<DatabaseFacts> {
  return {
    migrated: await hasTables(),
    retiredActiveKeyId: keyring instanceof MasterKeyring ? await retiredActiveKeyId(keyring) : null,
    missingMasterKeyIds: keyring instanceof MasterKeyring ? await missingMasterKeyIds(keyring) : [],
    defaultAdmin: app.inProduction && (await defaultAdminExists()),
    setupLink: app.inProduction && (await isEmpty()) ? await linkToSetup() : null,
  }
}

async function loadKeyring(app: ApplicationService) {
  try {
    return await app.container.make(MasterKeyring)
  } catch (error) {
    if (error instanceof MasterKeyInvalidError) return error
    throw error
  }
}

async function retiredActiveKeyId({ active }: MasterKeyring): Promise<string | null> {
  const { isRetired } = await import('#vault/is_retired')
  return (await isRetired(active.id)) ? active.id : null
}

async function missingMasterKeyIds(keyring: MasterKeyring): Promise<string[]> {
  const { masterKeyIdsInUse } = await import('#vault/master_key_ids_in_use')
  const ids = await masterKeyIdsInUse()
  return ids.filter((id) => !keyring.find(id))
}

async function defaultAdminExists(): Promise<boolean> {
  const { default: db } = await import('@adonisjs/lucid/services/db')
  if (!(await db.connection().schema.hasTable('users'))) return false
  const { default: User } = await import('#models/user')
  const user = await User.findBy({ email: DEFAULT_ADMIN.email })
  return user !== null && (await user.verifyPassword(DEFAULT_ADMIN.password))
}

/** Whether there is nobody yet; before the first migration nobody knows. */
async function isEmpty(): Promise<boolean> {
  const { default: db } = await import('@adonisjs/lucid/services/db')
  if (!(await db.connection().schema.hasTable('users'))) return false
  return (await db.from('users').select('id').first()) === null
}

async function linkToSetup(): Promise<string> {
  const { setupLink } = await import('#services/setup_token')
  return setupLink()
}

async function hasTables(): Promise<boolean> {
  const { default: db } = await import('@adonisjs/lucid/services/db')
  return db.connection().schema.hasTable('audit_events')
}
