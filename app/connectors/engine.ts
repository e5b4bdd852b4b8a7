import type { Capabilities, Connector, Limits, ProbeName, Target } from '#connectors/contracts'
import type { EgressPolicy } from '#connectors/egress_policy'
import type { ConfigField, CredentialField } from '#connectors/field'

/** What every connector is built with. Times are milliseconds. */
export interface ConnectorOptions {
  target: Target
  egress: EgressPolicy
  limits: Limits
  connectTimeout: number
  testDeadline: number
  pool: { max: number; idleTimeout: number }
}

/** One engine: facts, and a connector that is loaded with its driver on first use. */
export interface Engine {
  name: string
  label: string
  capabilities: Capabilities
  /** Its stages of a test, in order. */
  probes: readonly ProbeName[]
  config: readonly ConfigField[]
  credentials: readonly CredentialField[]
  /** Where a connection points, in one line without secrets: `alice@db.example.com:5432/sales`. */
  describeTarget(config: Record<string, unknown>): string
  load(): Promise<new (options: ConnectorOptions) => Connector>
}
