import type { ConnectorError } from '#connectors/connector_error'
import type { TestResult } from '#connectors/contracts'
import { ERROR_CODES } from '#connectors/error_codes'
import type { ProbeRecorder } from '#connectors/probe_recorder'

export interface ServerInfo {
  version: string
  /** Whether the role itself could write nowhere; null when the engine cannot tell. */
  readOnly: boolean | null
  /** Whether the role may do anything at all; null when the engine cannot tell. */
  superuser: boolean | null
  /** A sentence that people should read though all is well, such as that a warehouse had to be woken. */
  remark?: string
}

export function passedTest(
  message: string,
  info: ServerInfo,
  { probes }: ProbeRecorder,
  ms: number
): TestResult {
  return {
    success: true,
    message,
    error: null,
    code: null,
    field: null,
    hint: null,
    latencyMs: Math.round(ms),
    serverVersion: info.version,
    readOnly: info.readOnly,
    superuser: info.superuser,
    probes,
  }
}

export function failedTest(
  refusal: ConnectorError,
  recorder: ProbeRecorder,
  ms: number
): TestResult {
  recorder.fail(refusal.probe ?? ERROR_CODES[refusal.code].probe)
  return {
    success: false,
    message: refusal.message,
    error: refusal.message,
    code: refusal.code,
    field: refusal.field,
    hint: refusal.hint,
    latencyMs: Math.round(ms),
    serverVersion: null,
    readOnly: null,
    superuser: null,
    probes: recorder.probes,
  }
}
