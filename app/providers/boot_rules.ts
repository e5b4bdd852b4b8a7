import { Exception } from '@adonisjs/core/exceptions'
import { BlockList, isIP } from 'node:net'

/** What the rules judge: configuration and the state of the application database, gathered before serving. */
export interface BootFacts {
  production: boolean
  /** The one-machine trial of `npm start`. */
  trial: boolean
  /** The address that the server will listen on. */
  host: string
  appKey: string
  autoAuth: boolean
  seedSet: boolean
  /** Why servers of ours cannot be used; of a database that cannot, no more is known. */
  serverFaults: string[]
  /** The tables are there. */
  migrated: boolean
  /** Why the master keys cannot be used, or null. */
  masterKeyFault: string | null
  /** The master key that seals, when it is retired. */
  retiredActiveKeyId: string | null
  /** Master keys that sealed rows need and the ring lacks. */
  missingMasterKeyIds: string[]
  /** An account exists whose email and password everybody knows. */
  defaultAdmin: boolean
  /** Where the first team is made, while there is nobody. */
  setupLink: string | null
}

/** The server does not start. The message lists every reason with its remedy. */
export class BootRefusedError extends Exception {
  static code = 'E_BOOT_REFUSED'

  constructor(reasons: string[]) {
    super(['Varlor refuses to start:', ...reasons.map((reason) => `  - ${reason}`)].join('\n'))
    // The reasons are for an operator; where the code stood would only hide them.
    this.stack = `${this.name}: ${this.message}`
  }
}

/** Every reason not to serve, each naming the variable or row at fault and what to do about it. */
export function refusals(facts: BootFacts): string[] {
  return [
    ...(facts.production ? productionRefusals(facts) : []),
    ...facts.serverFaults,
    !facts.migrated &&
      'The application database has no tables yet. Make them with: node ace migration:run --force',
    facts.masterKeyFault && `${facts.masterKeyFault}.`,
    facts.retiredActiveKeyId &&
      `CREDENTIAL_ENCRYPTION_KEY is the master key ${facts.retiredActiveKeyId}, which is retired: nothing may be sealed with it. ` +
        'Set the one that took its place; node ace keys:status lists the keys.',
    facts.missingMasterKeyIds.length > 0 &&
      `What is stored is sealed with master keys that are not configured: ${facts.missingMasterKeyIds.join(', ')}. ` +
        'Add them to CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS.',
  ].filter((refusal) => typeof refusal === 'string')
}

/** What is allowed, but should be known. */
export function warnings(facts: BootFacts): string[] {
  return [
    facts.production &&
      facts.setupLink &&
      'Nobody can sign in yet. Make the first team, with yourself as its administrator, at ' +
        `${facts.setupLink} (whoever has this link can).`,
    facts.production &&
      facts.trial &&
      facts.defaultAdmin &&
      !isLoopback(facts.host) &&
      `This trial listens on ${facts.host} and its administrator still has the well-known password: ` +
        'change the password, or set HOST=127.0.0.1.',
  ].filter((warning) => typeof warning === 'string')
}

function productionRefusals(facts: BootFacts) {
  return [
    facts.seedSet &&
      'CREDENTIAL_ENCRYPTION_SEED is set, and seeds are for development and tests. ' +
        'Remove it, and set CREDENTIAL_ENCRYPTION_KEY to the output of: openssl rand -base64 32',
    facts.autoAuth && 'AUTO_AUTH is on, and would let everybody in. Remove it.',
    isWeakAppKey(facts.appKey) &&
      'APP_KEY is short or a development value. Set it to the output of: openssl rand -base64 32',
    facts.defaultAdmin &&
      !facts.trial &&
      'The account admin@example.com still has its well-known password. ' +
        'Change the password, or delete the account.',
  ]
}

/** Cookies, sessions and tokens hang on this key: at least 32 characters, and none that is in our repository. */
function isWeakAppKey(key: string): boolean {
  return key.length < 32 || /^(development|tests)-only/.test(key) || new Set(key).size < 10
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

function isLoopback(host: string): boolean {
  const version = isIP(host)
  return version ? loopback.check(host, version === 6 ? 'ipv6' : 'ipv4') : host === 'localhost'
}
