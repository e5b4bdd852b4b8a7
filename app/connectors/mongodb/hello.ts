import { ConnectorError } from '#connectors/connector_error'
import { type Member, parseMember, USUAL_PORT } from '#connectors/mongodb/members'

/** What a server says of itself when it is greeted (manual, command `hello`). */
export interface Hello {
  isWritablePrimary?: unknown
  secondary?: unknown
  arbiterOnly?: unknown
  /** Of a replica set's member that knows of no set yet. */
  isreplicaset?: unknown
  setName?: unknown
  /** The set's primary, as `host:port`. */
  primary?: unknown
  /** `isdbgrid` says that it is a router of a sharded cluster. */
  msg?: unknown
  /** Null or absent where there are no sessions, and no way to end their work. */
  logicalSessionTimeoutMinutes?: unknown
  /** Which commands it knows, counted up with its versions. */
  maxWireVersion?: unknown
}

/** Of version 5.0, the first that lets whole collections be read as they were at one moment. */
const WIRE_VERSION_5_0 = 13

/** Members of replica sets and routers keep the past for a while; lone servers keep none. */
export function offersSnapshots({ setName, msg, maxWireVersion }: Hello): boolean {
  const isOneOfMany = typeof setName === 'string' || msg === 'isdbgrid'
  return isOneOfMany && typeof maxWireVersion === 'number' && maxWireVersion >= WIRE_VERSION_5_0
}

/** Arbiters hold no data; members that start or recover answer no reads. */
export function isReadable({
  arbiterOnly,
  isreplicaset,
  setName,
  isWritablePrimary,
  secondary,
}: Hello) {
  if (arbiterOnly === true || isreplicaset === true) return false
  return typeof setName !== 'string' || isWritablePrimary === true || secondary === true
}

/** Who takes the writes, when it is another. */
export function primaryOf({ isWritablePrimary, primary }: Hello): Member | null {
  if (isWritablePrimary === true || typeof primary !== 'string') return null
  try {
    return parseMember(primary, USUAL_PORT)
  } catch {
    return null
  }
}

/** @throws ConnectorError `bad_config` when a set is asked for and this is not of it */
export function checkReplicaSet({ setName }: Hello, wanted: string | null) {
  if (wanted === null || setName === wanted) return
  const message =
    typeof setName === 'string'
      ? `The server belongs to another replica set than ${wanted}.`
      : `The server does not belong to a replica set, so not to ${wanted} either.`
  throw new ConnectorError('bad_config', message, {
    field: 'replicaSet',
    probe: 'database',
    hint: 'Correct the name of the replica set, or leave it empty.',
  })
}
