import type { Limits } from '#connectors/contracts'
import type { ConnectorFacts } from '#datasets/import_order'

/** What of `config/connectors.ts` a connector is built with. */
interface ConnectorsConfig {
  egress: { allow: readonly string[]; own: readonly string[] }
  filesDir: string
  ownFiles: readonly string[]
  limits: Limits
  connectTimeout: number
  testDeadline: number
  readDeadline: number
  importSilence: number
}

/** The facts that a process which imports is told: of our own servers where they are, and not how to sign in. */
export function connectorFacts(config: ConnectorsConfig): ConnectorFacts {
  const { limits, connectTimeout, testDeadline, readDeadline, importSilence } = config
  return {
    egress: { allow: [...config.egress.allow], own: config.egress.own.map(withoutCredentials) },
    files: { folder: config.filesDir, ownFiles: [...config.ownFiles] },
    limits,
    connectTimeout,
    testDeadline,
    readDeadline,
    importSilence,
  }
}

function withoutCredentials(url: string): string {
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}
