import env from '#start/env'
import type { MasterKeySources } from '#vault/key_providers/create_key_provider'

/** 49 ms of a core for each tenant: master keys are 256 random bits, so more would buy nothing. Tests make thousands. */
const N = env.get('NODE_ENV') === 'test' ? 2 ** 10 : 2 ** 14

/** Times are milliseconds. */
export default {
  /** Where master keys come from; resolved by `app/vault/key_providers`. */
  keys: {
    provider: env.get('CREDENTIAL_ENCRYPTION_PROVIDER'),
    active: env.get('CREDENTIAL_ENCRYPTION_KEY'),
    activeFile: env.get('CREDENTIAL_ENCRYPTION_KEY_FILE'),
    previous: env.get('CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS'),
    previousFile: env.get('CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS_FILE'),
    /** Development and tests only: the master key is derived from this text. */
    seed: env.get('CREDENTIAL_ENCRYPTION_SEED'),
    folder: env.get('CREDENTIAL_ENCRYPTION_KEY_FOLDER'),
    transit: {
      address: env.get('VAULT_ADDR'),
      token: env.get('VAULT_TOKEN'),
      tokenFile: env.get('VAULT_TOKEN_FILE'),
      key: env.get('VAULT_TRANSIT_KEY'),
      mount: env.get('VAULT_TRANSIT_MOUNT'),
      namespace: env.get('VAULT_NAMESPACE'),
      caFile: env.get('VAULT_CACERT'),
    },
    kms: {
      keyId: env.get('AWS_KMS_KEY_ID'),
      region: env.get('AWS_REGION'),
      endpoint: env.get('AWS_ENDPOINT_URL_KMS'),
    },
  } satisfies MasterKeySources,
  /** Costs of new tenant keys; existing ones keep those of their row. */
  scrypt: { N, r: 8, p: 1 },
  /** The highest costs that a row is believed: 256 MB of memory, a few seconds of work. */
  scryptCaps: { N: 2 ** 17, r: 16, p: 4 },
  /** Derivations at once: scrypt shares libuv's four threads with DNS and the file system. */
  concurrency: 2,
  /** Derived tenant keys that are kept in memory. */
  cache: { maxKeys: 1_000, ttl: 10 * 60_000 },
}
