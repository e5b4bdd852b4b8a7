import type { KmsTarget } from '#vault/key_providers/aws_kms/settings'

/**
 * What went wrong between us and KMS, and what to do, for an operator; null is an answer without what was asked for. Nothing of the SDK's own words is repeated: its
 * error carries the request.
 *
 * Names: https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html#API_Decrypt_Errors and
 * https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html
 */
export function sentenceOf(error: unknown, action: string, target: KmsTarget): string {
  const name = String(Object(error).name)
  const { keyId, region } = target
  if (error === null) return notKms(target)
  switch (name) {
    case 'AccessDeniedException':
      return `AWS does not let this identity use ${keyId}. Allow it ${action} in the key's policy or its own`
    case 'ExpiredTokenException':
    case 'ExpiredToken':
    case 'RequestExpired':
      return 'the AWS credentials of this process have expired. Renew them, and check its clock'
    case 'UnrecognizedClientException':
    case 'InvalidClientTokenId':
    case 'InvalidSignatureException':
    case 'IncompleteSignature':
    case 'MissingAuthenticationToken':
    case 'NotAuthorized':
      return 'AWS does not know the credentials of this process. Check them, AWS_REGION and its clock'
    case 'CredentialsProviderError':
    case 'TokenProviderError':
      return 'this process has no AWS credentials. Give it a role, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'
    case 'NotFoundException':
    case 'InvalidArnException':
      return `there is no key ${keyId} in ${region}. Check AWS_KMS_KEY_ID and AWS_REGION`
    case 'DisabledException':
    case 'KMSInvalidStateException':
    case 'KeyUnavailableException':
      return `the key ${keyId} is disabled, or waits to be deleted. Enable it in KMS`
    case 'InvalidKeyUsageException':
      return `the key ${keyId} is not for encryption. Use one of the kind SYMMETRIC_DEFAULT`
    case 'IncorrectKeyException':
      return `another key than ${keyId} wrapped it. Check AWS_KMS_KEY_ID`
    case 'InvalidCiphertextException':
      return `${keyId} did not wrap it for Varlor, or it was altered. Check that the value was copied whole`
    case 'ThrottlingException':
    case 'LimitExceededException':
    case 'TooManyRequestsException':
      return 'KMS answers that there are too many requests. Start again in a minute'
    case 'SyntaxError':
      return notKms(target)
    default:
      return other(error, name, target)
  }
}

function notKms(target: KmsTarget): string {
  return `what answers as ${placeOf(target)} is something else. Check AWS_ENDPOINT_URL_KMS`
}

function other(error: unknown, name: string, target: KmsTarget): string {
  const { httpStatusCode } = Object(Object(error).$metadata)
  const where = placeOf(target)
  if (typeof httpStatusCode === 'number') {
    return `${where} answered with status ${httpStatusCode} (${worded(name)}). Look at what it logs`
  }
  const code = worded(String(Object(error).code ?? name))
  return (
    `${where} cannot be reached (${code}). ` +
    'Check AWS_REGION and AWS_ENDPOINT_URL_KMS, and that KMS is reachable from here'
  )
}

function placeOf({ region, endpoint }: KmsTarget): string {
  return endpoint ? `KMS at ${endpoint.origin}` : `KMS in ${region}`
}

/** The name of an error as it is safe to print, whoever made it up. */
function worded(name: string): string {
  return /^\w{1,60}$/.test(name) ? name : 'no reason given'
}
