import type { Needed } from '#tests/support/servers/sources'
import { mariadbTarget, postgresTarget, type RotationTarget } from '#tests/support/rotation_targets'
import {
  mongodbTarget,
  oracleTarget,
  snowflakeTarget,
  sqlserverTarget,
} from '#tests/support/standin_targets'

interface TargetCase {
  label: string
  /** The server without which it is skipped; null for stand-ins. */
  needed: Needed | null
  /** Why it can have no rules that refuse every new password. */
  lacksRules?: string
  start(): Promise<RotationTarget>
}

/** One of each engine that can change passwords: real servers where there are any, and stand-ins that speak as they do. */
export const EVERY_TARGET: readonly TargetCase[] = [
  {
    label: 'PostgreSQL',
    needed: 'postgres',
    lacksRules: 'its rules see a verifier, and can judge but one thing of it',
    start: postgresTarget,
  },
  { label: 'MariaDB', needed: 'mariadb', start: mariadbTarget },
  {
    label: 'MongoDB (stand-in)',
    needed: null,
    lacksRules: 'it has no rules for passwords',
    start: mongodbTarget,
  },
  { label: 'Oracle (stand-in)', needed: null, start: oracleTarget },
  { label: 'SQL Server (stand-in)', needed: null, start: sqlserverTarget },
  { label: 'Snowflake (stand-in)', needed: null, start: snowflakeTarget },
]
