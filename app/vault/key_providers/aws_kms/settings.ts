import { MasterKeyInvalidError } from '#vault/errors'
import { requireSafeAddress } from '#vault/key_providers/service_address'

export interface KmsSettings {
  /** Id, ARN or alias of the KMS key. */
  keyId?: string
  region?: string
  /** Instead of the region's own: a VPC endpoint, or an emulator. */
  endpoint?: string
}

export interface KmsTarget {
  keyId: string
  region: string
  endpoint?: URL
}

/** @throws {MasterKeyInvalidError} naming the variable that is missing or malformed */
export function readKmsSettings({ keyId, region, endpoint }: KmsSettings): KmsTarget {
  return {
    keyId: required('AWS_KMS_KEY_ID', keyId),
    region: regionOf(required('AWS_REGION', region)),
    endpoint: endpoint ? requireSafeAddress('AWS_ENDPOINT_URL_KMS', endpoint) : undefined,
  }
}

/** It becomes part of a host name. */
function regionOf(region: string): string {
  if (/^[a-z]{2}(-[a-z0-9]+)+$/.test(region)) return region
  throw new MasterKeyInvalidError('AWS_REGION is not a region such as eu-central-1. Check it')
}

function required(variable: string, value: string | undefined): string {
  if (value) return value
  throw new MasterKeyInvalidError(
    `${variable} is not set, and the provider of master keys is "aws-kms". Set it`
  )
}
