import { readKmsSettings, type KmsSettings } from '#vault/key_providers/aws_kms/settings'
import {
  EnvironmentProvider,
  type EnvironmentKeys,
} from '#vault/key_providers/environment_provider'
import { FileProvider, type FileKeys } from '#vault/key_providers/file_provider'
import type { KeyProviderName, MasterKeyProvider } from '#vault/key_providers/master_key_provider'
import {
  readTransitSettings,
  type TransitSettings,
} from '#vault/key_providers/vault_transit/settings'
import { WrappedKeyProvider } from '#vault/key_providers/wrapped_key_provider'

/** Where master keys come from: `config/vault.ts` has it from the environment. */
export interface MasterKeySources extends EnvironmentKeys, FileKeys {
  /** `environment` unless it says otherwise. */
  provider?: KeyProviderName
  transit?: TransitSettings
  kms?: KmsSettings
  /** How long a service may take for one key, its retries included, in milliseconds. Default: 10,000. */
  deadline?: number
}

export interface KeyProviderOptions {
  /** Whether a seed may stand in for an active key: not in production. */
  allowSeed: boolean
}

/**
 * The provider that the configuration chooses. The client of a service is loaded only when it is chosen.
 *
 * @throws {MasterKeyInvalidError} when a setting that the provider needs is missing or malformed
 */
export async function createKeyProvider(
  sources: MasterKeySources,
  { allowSeed }: KeyProviderOptions
): Promise<MasterKeyProvider> {
  return PROVIDERS[sources.provider ?? 'environment'](sources, allowSeed)
}

const PROVIDERS: Record<
  KeyProviderName,
  (sources: MasterKeySources, allowSeed: boolean) => Promise<MasterKeyProvider>
> = {
  'environment': async (sources, allowSeed) => new EnvironmentProvider(sources, allowSeed),
  'file': async (sources) => new FileProvider(sources),
  'vault-transit': async ({ transit = {}, deadline, ...variables }) => {
    const target = readTransitSettings(transit)
    const { TransitService } = await import('#vault/key_providers/vault_transit/service')
    return new WrappedKeyProvider('vault-transit', variables, new TransitService(target), deadline)
  },
  'aws-kms': async ({ kms = {}, deadline, ...variables }) => {
    const target = readKmsSettings(kms)
    const { KmsService } = await import('#vault/key_providers/aws_kms/service')
    return new WrappedKeyProvider('aws-kms', variables, new KmsService(target), deadline)
  },
}
