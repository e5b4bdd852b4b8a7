import type { Socket } from 'node:net'
import { ConnectorError } from '#connectors/connector_error'
import type { ConnectorOptions } from '#connectors/engine'
import type { Opening } from '#connectors/opening'
import { driverOptions, sessionSettings, type Stop } from '#connectors/sqlserver/driver_options'
import { CautiousConnection, Rerouted } from '#connectors/sqlserver/driver_overrides'
import {
  type Encryption,
  encryptionFor,
  type SqlserverConfig,
} from '#connectors/sqlserver/encryption'
import { LoginRefused } from '#connectors/sqlserver/login_refused'
import { SqlserverSession } from '#connectors/sqlserver/session'

/** How often one sign-in may be sent on: a gateway, a listener, a replica, and one to spare. */
const MAX_REROUTES = 4
/** Errors of one login that are looked at; the first say why. */
const MAX_REASONS = 20

/**
 * Connects and signs in, following the server's reroutes to addresses that are allowed.
 *
 * @throws ConnectorError, LoginRefused, or the driver's error
 */
export async function signIn(
  options: ConnectorOptions,
  opening: Opening
): Promise<SqlserverSession> {
  const config = options.target.config as unknown as SqlserverConfig
  // Before anything is dialled: the config may be wrong.
  let encryption = encryptionFor(config, config.host)
  if (!encryption) opening.skipped('tls')
  let stop: Stop = { host: config.host, port: config.port, instance: null }
  let socket = await opening.dial(stop.host, stop.port)
  for (let reroutes = 0; ; reroutes++) {
    try {
      return await signInAt(stop, socket, encryption, options, opening)
    } catch (error) {
      if (!(error instanceof Rerouted)) throw error
      if (reroutes === MAX_REROUTES) throw new ConnectorError('wrong_protocol')
      stop = error
      opening.startOver()
      socket = await dialNext(stop, config.host, opening)
      encryption = encryptionFor(config, stop.host)
    }
  }
}

async function dialNext({ host, port }: Stop, from: string, opening: Opening): Promise<Socket> {
  try {
    return await opening.dial(host, port)
  } catch (cause) {
    opening.signal.throwIfAborted()
    if (cause instanceof ConnectorError && cause.code === 'egress_blocked') {
      const message = `${from} sends us on to another server, whose address is not allowed.`
      throw new ConnectorError('egress_blocked', message, {
        hint: cause.hint,
        probe: 'auth',
        cause,
      })
    }
    throw new ConnectorError(
      'refused',
      `${from} sends us on to another server, which cannot be reached from here.`,
      {
        field: 'host',
        hint: 'Ask which servers stand behind this one, and for a way to them.',
        probe: 'auth',
        cause,
      }
    )
  }
}

async function signInAt(
  stop: Stop,
  socket: Socket,
  encryption: Encryption | null,
  options: ConnectorOptions,
  opening: Opening
): Promise<SqlserverSession> {
  const purpose = { encryption, writes: opening.writes }
  const connection = new CautiousConnection(driverOptions(stop, socket, options, purpose), {
    tls: encryption && encryption.plan,
    opening,
    sessionSql: sessionSettings(options, opening),
  })
  opening.onTeardown(() => connection.close())
  const reasons: number[] = []
  connection.on('errorMessage', ({ number }) => {
    if (reasons.length < MAX_REASONS) reasons.push(number)
  })
  await new Promise<void>((resolve, reject) => {
    connection.connect((error) => {
      if (!error) resolve()
      else if (reasons.length > 0) reject(new LoginRefused(reasons, error))
      else reject(error)
    })
  })
  connection.on('end', () => opening.lost())
  opening.passed('database')
  return new SqlserverSession(connection)
}
