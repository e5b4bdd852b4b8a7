import type { EngineDescription, ConnectionInput, TestResult } from '~/api/types'
import { stageNames } from '~/components/connect/probe_timeline'

/** What somebody who runs the database needs to know to help; nothing secret is in it. */
export function dbaNote(
  engine: EngineDescription,
  config: ConnectionInput['config'],
  result: TestResult
) {
  const failed = result.probes.find(({ status }) => status === 'failed')
  const lines = [
    `I cannot connect to a ${engine.label} database from Varlor.`,
    '',
    ...engine.config
      .filter((field) => field.kind !== 'pem')
      .map((field) => [field.label, read(config, field.name)] as const)
      .filter(([, value]) => value !== undefined)
      .map(([label, value]) => `${label}: ${value}`),
    '',
    failed && `It stops at: ${stageNames[failed.name]}`,
    `What it says: ${result.error ?? result.message}`,
    result.hint && `What might help: ${result.hint}`,
    `Code: ${result.code}`,
    `When: ${new Date().toISOString()}`,
  ]
  return lines.filter((line) => line !== undefined && line !== null).join('\n')
}

function read(config: Record<string, unknown>, path: string) {
  return path
    .split('.')
    .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], config)
}
