import type { EngineDescription, Field, ProbeName, TestResult } from '~/api/types'
import { type FieldPath, pathOf } from '~/components/connect/form_values'
import type { Strings } from '~/strings/strings_context'

type Words = Strings['connect']['test']['remedies']

/** One change of the form that lets the next test go on, for people to decide. */
export interface Remedy {
  label: string
  /** What it means, before anybody clicks. */
  warning: string
  /** To compare with what is known of the server; null where there is nothing to compare. */
  fingerprint: string | null
  path: FieldPath
  value: string | boolean
}

const APPROVABLE = new Set(['tls_untrusted', 'tls_hostname', 'tls_expired'])

/** What can be done about a failed test with one click; null when nothing can. */
export function remedyFor(engine: EngineDescription, result: TestResult, t: Words): Remedy | null {
  return (
    approveHostKey(engine, result, t) ??
    approveCertificate(engine, result, t) ??
    turnTlsOff(engine, result, t)
  )
}

function approveHostKey(engine: EngineDescription, result: TestResult, t: Words): Remedy | null {
  const { hostKey } = failedProbe(result, 'ssh') ?? {}
  const field = fieldNamed(engine, /^ssh\.hostKey$/)
  if (!hostKey || !field || result.code !== 'tls_untrusted') return null
  return {
    ...t.hostKey,
    fingerprint: hostKey.fingerprint,
    path: pathOf(field),
    value: hostKey.fingerprint,
  }
}

function approveCertificate(
  engine: EngineDescription,
  result: TestResult,
  t: Words
): Remedy | null {
  const { certificate } = failedProbe(result, 'tls') ?? {}
  const field = fieldNamed(engine, /^(tls\.)?fingerprint$/)
  if (!certificate || !field || !APPROVABLE.has(result.code ?? '')) return null
  return {
    ...t.certificate,
    fingerprint: certificate.fingerprint,
    path: pathOf(field),
    value: certificate.fingerprint,
  }
}

function turnTlsOff(engine: EngineDescription, { code }: TestResult, t: Words): Remedy | null {
  const field = fieldNamed(engine, /^(tls\.mode|encrypt)$/)
  if (!field || code !== 'tls_unsupported') return null
  return {
    ...t.noTls,
    fingerprint: null,
    path: pathOf(field),
    value: field.kind === 'boolean' ? false : 'disable',
  }
}

function failedProbe({ probes }: TestResult, stage: ProbeName) {
  return probes.find(({ name, status }) => name === stage && status === 'failed')
}

function fieldNamed({ config }: EngineDescription, pattern: RegExp): Field | undefined {
  return config.find(({ name }) => pattern.test(name))
}
