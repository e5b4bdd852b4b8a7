import type { TransitTarget } from '#vault/key_providers/vault_transit/settings'

type Operation = 'encrypt' | 'decrypt'

/** Nothing that a second attempt could change: a sealed Vault stays sealed until somebody unseals it. */
export function isPassing(error: unknown): boolean {
  const status = statusOf(error)
  if (status) return [429, 500, 502, 503, 504].includes(status) && !/sealed/i.test(saidBy(error))
  return /^(ECONN|ETIMEDOUT|EPIPE|EAI_AGAIN)/.test(codeOf(error))
}

/**
 * What went wrong between us and Vault, and what to do, for an operator. Of Vault's own words only those are repeated
 * that this file knows; the client's error carries the token.
 *
 * Statuses: https://developer.hashicorp.com/vault/api-docs#http-status-codes
 */
export function sentenceOf(
  error: unknown,
  operation: Operation,
  target: TransitTarget,
  { isTokenKnown = true }: { isTokenKnown?: boolean } = {}
): string {
  const status = statusOf(error)
  if (status === 403) return denied(operation, target, isTokenKnown)
  if (status === 503 || /sealed/i.test(saidBy(error))) return sealed(target)
  if (status === 404) return noEngine(target)
  if (status === 400) return refused(error, operation, target)
  if (status) {
    return `Vault at ${target.address.origin} answered with status ${status}. Look into its log`
  }
  return error === null ? notVault(target) : unreachable(codeOf(error), target)
}

function denied(operation: Operation, target: TransitTarget, isTokenKnown: boolean): string {
  const { tokenVariable, mount, key } = target
  return isTokenKnown
    ? `the token of ${tokenVariable} may not use ${mount}/${operation}/${key}. ` +
        'Give it a policy with the capability "update" on that path'
    : `Vault does not know the token of ${tokenVariable}: it is wrong or has expired. Set a new one`
}

function sealed({ address }: TransitTarget): string {
  return `Vault at ${address.origin} is sealed or under maintenance. Unseal it, then start again`
}

function noEngine({ mount, namespace }: TransitTarget): string {
  const where = namespace ? ` in the namespace ${namespace}` : ''
  return `Vault has no Transit engine at ${mount}${where}. Check VAULT_TRANSIT_MOUNT and VAULT_NAMESPACE`
}

function refused(error: unknown, operation: Operation, { key }: TransitTarget): string {
  const said = saidBy(error)
  if (/key not found/i.test(said)) {
    return `Vault's Transit engine has no key ${key}. Check VAULT_TRANSIT_KEY`
  }
  if (/too old|too new/i.test(said)) {
    return (
      `the Transit key ${key} does not open that version any more, or not yet. ` +
      'Lower its min_decryption_version, or wrap the key again'
    )
  }
  return operation === 'decrypt'
    ? `the Transit key ${key} did not wrap it for Varlor, or it was altered. ` +
        'Check VAULT_TRANSIT_KEY, and that the value was copied whole'
    : `the Transit key ${key} cannot encrypt with associated data. ` +
        'Use one of the type aes256-gcm96, which is the default'
}

function notVault({ address }: TransitTarget): string {
  return `what answers at ${address.origin} is not Vault's Transit engine. Check VAULT_ADDR`
}

function unreachable(code: string, { address }: TransitTarget): string {
  if (code === 'ERR_FR_REDIRECTION_FAILURE') {
    return `Vault at ${address.origin} redirects to plain HTTP. Mend its api_addr`
  }
  if (/CERT|SIGNATURE|ISSUER/.test(code)) {
    return (
      `the certificate of ${address.origin} is not to be trusted (${code}). ` +
      'Name the authority that signed it in VAULT_CACERT, or mend the certificate'
    )
  }
  return (
    `Vault at ${address.origin} cannot be reached (${code}). ` +
    'Check VAULT_ADDR, and that Vault is reachable from here'
  )
}

function statusOf(error: unknown): number | undefined {
  const { statusCode } = Object(Object(error).response)
  return typeof statusCode === 'number' ? statusCode : undefined
}

/** The first of Vault's own messages. */
function saidBy(error: unknown): string {
  return statusOf(error) ? String(Object(error).message) : ''
}

function codeOf(error: unknown): string {
  return String(Object(error).code ?? 'no reason given')
}
