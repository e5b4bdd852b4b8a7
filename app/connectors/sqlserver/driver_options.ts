import type { Socket } from 'node:net'
import type { ConnectorOptions } from '#connectors/engine'
import type { Encryption, SqlserverConfig } from '#connectors/sqlserver/encryption'
import { MOST_BYTES } from '#connectors/sqlserver/value_writers'

/** A server that signs us in, or sends us on. */
export interface Stop {
  host: string
  port: number
  instance: string | null
}

/**
 * Key by key. Only SQL logins: the driver's other ways to sign in would hand this machine's own identity to any server
 * that asks. Times are milliseconds; the deadline that speaks is the base's.
 */
export function driverOptions(
  stop: Stop,
  socket: Socket,
  { target, connectTimeout }: ConnectorOptions,
  { encryption, writes }: { encryption: Encryption | null; writes: boolean }
) {
  const { database, username } = target.config as unknown as SqlserverConfig
  return {
    server: stop.instance ? `${stop.host}\\${stop.instance}` : stop.host,
    authentication: {
      type: 'default' as const,
      options: { userName: username, password: target.credentials.password },
    },
    options: {
      connector: async () => socket,
      port: stop.port,
      database,
      appName: 'varlor',
      // Else it tells the name of this machine.
      workstationId: 'varlor',
      // Replicas that only read are meant for us, and some let in nobody who does not say this.
      readOnlyIntent: !writes,
      encrypt: encryption !== null,
      // Who answers is judged by us, before anything of the login leaves.
      trustServerCertificate: true,
      serverName: encryption?.serverName,
      cryptoCredentialsDetails: {
        ca: encryption?.plan.options.ca,
        minVersion: 'TLSv1.2' as const,
        // TDS 7 wraps the handshake into packets, which later versions of TLS do not bear.
        maxVersion: 'TLSv1.2' as const,
      },
      tdsVersion: '7_4',
      useUTC: true,
      maxRetriesOnTransientErrors: 0,
      connectTimeout: connectTimeout + 1_000,
      requestTimeout: 0,
      cancelTimeout: 0,
    },
  }
}

/**
 * SQL Server has no read-only sessions: reads run in transactions that are always rolled back (`rows.ts`). Nor has it
 * a limit of time for a statement: the base's deadline cancels it. Locks are waited for shortly (ms), and who changes
 * data wins over us.
 */
export function sessionSettings(
  { readDeadline, importSilence, limits }: ConnectorOptions,
  { imports }: { imports: boolean }
): string {
  // One more than is kept tells that there was more; UTF-16 has up to four bytes a character.
  const longest = imports ? MOST_BYTES + 2 : 4 * (limits.cellBytes + 1)
  const patience = imports ? Math.floor(importSilence / 2) : Math.min(readDeadline, 5_000)
  return [
    'set ansi_nulls on',
    'set ansi_null_dflt_on on',
    'set ansi_padding on',
    'set ansi_warnings on',
    'set arithabort on',
    'set concat_null_yields_null on',
    'set quoted_identifier on',
    'set numeric_roundabort off',
    'set implicit_transactions off',
    'set language us_english',
    'set datefirst 7',
    'set dateformat ymd',
    // No value is longer, whatever we forgot to cut.
    `set textsize ${longest}`,
    'set transaction isolation level read committed',
    'set xact_abort on',
    'set deadlock_priority low',
    `set lock_timeout ${patience}`,
  ].join('\n')
}
