import { BSON, Binary, type Document } from 'mongodb'
import { CommandError } from '#tests/support/standins/mongodb/command_error'
import type { Peer } from '#tests/support/standins/mongodb/peer'
import { Conversation, type User } from '#tests/support/standins/mongodb/sign_in'
import { updateUser } from '#tests/support/standins/mongodb/users'
import { timeIn, timeOf } from '#tests/support/standins/mongodb/cluster_time'
import { matches } from '#tests/support/standins/mongodb/matching'
import { applyPipeline, project, sorted } from '#tests/support/standins/mongodb/store'

/** Answers one command; `raw` are documents that came beside it. */
type Handler = (command: Document, peer: Peer, raw: Buffer[]) => Document | Promise<Document>

/** Those that are answered to whoever asks, signed in or not. */
const OPEN_TO_ALL = new Set([
  'hello',
  'ismaster',
  'isMaster',
  'saslStart',
  'saslContinue',
  'buildInfo',
  'connectionStatus',
  'ping',
  'endSessions',
])

/** Those that look for rights of their own, or need none. */
const ABOUT_THE_SERVER = new Set(['listDatabases', 'killSessions', 'killCursors', 'updateUser'])

/** MongoDB manual, "Database Commands"; only what the suite and the driver ask for, as the manual describes it. */
const COMMANDS: Record<string, Handler> = {
  hello: greet,
  ismaster: greet,
  isMaster: greet,
  ping: () => ({ ok: 1 }),
  buildInfo: (_, { server }) => ({ version: server.facts.version, ok: 1 }),
  connectionStatus: (_, peer) => ({ authInfo: authInfo(peer), ok: 1 }),
  endSessions({ endSessions }, { server }) {
    for (const { id } of endSessions) server.cursors.killOf(sessionIdOf(id))
    return { ok: 1 }
  },
  saslStart(command, peer) {
    peer.conversation = new Conversation(peer.server.facts.users, command)
    return peer.conversation.offer
  },
  saslContinue({ payload }, peer) {
    if (!peer.conversation) throw new CommandError(18, 'Authentication failed.')
    const answer = peer.conversation.finish(payload)
    peer.username = peer.conversation.username
    return answer
  },

  listDatabases({ filter = {} }, peer) {
    const names = peer.server.store.databaseNames.filter((name) => peer.maySee(name))
    const shown = filter.name === undefined ? names : names.filter((name) => name === filter.name)
    return { databases: shown.map((name) => ({ name })), ok: 1 }
  },
  listCollections({ $db, filter = {}, cursor }, peer) {
    const all = peer.server.store.collections($db)
    const shown = all.filter(([name]) => filter.name === undefined || name === filter.name)
    const documents = shown.map(([name, { type }]) => Buffer.from(BSON.serialize({ name, type })))
    return peer.server.cursors.open(`${$db}.$cmd.listCollections`, documents, cursor)
  },
  async find({ find, $db, filter, projection, sort, limit, readConcern, ...options }, peer) {
    const at = timeIn(readConcern, peer.server)
    const documents = await peer.readSlowly($db, find, options.maxTimeMS, at)
    const fitting = filter ? documents.filter((one) => matches(one, filter)) : documents
    const found = sorted(fitting, sort).slice(0, limit || Infinity)
    const shown = projection ? found.map((one) => project(one, projection)) : found
    const atClusterTime = at === undefined ? {} : { atClusterTime: timeOf(at) }
    const sessionId = sessionIdOf(options.lsid?.id)
    return peer.server.cursors.open(`${$db}.${find}`, shown, {
      ...options,
      sessionId,
      facts: atClusterTime,
    })
  },
  async aggregate({ aggregate, pipeline, $db, cursor, maxTimeMS }, peer) {
    const documents = await peer.readSlowly($db, aggregate, maxTimeMS)
    return peer.server.cursors.open(
      `${$db}.${aggregate}`,
      applyPipeline(documents, pipeline),
      cursor
    )
  },
  getMore({ getMore, batchSize }, { server }) {
    return server.cursors.more(getMore, batchSize)
  },
  killCursors: ({ cursors }, { server }) => server.cursors.kill(cursors),
  count({ count, $db }, { server }) {
    return { n: server.store.read($db, count).documents.length, ok: 1 }
  },
  killSessions({ killSessions }, { server }) {
    for (const { id } of killSessions) {
      server.interrupt(sessionIdOf(id))
      server.cursors.killOf(sessionIdOf(id))
    }
    return { ok: 1 }
  },

  updateUser,

  create({ create, $db, viewOn, pipeline, timeseries }, { server }) {
    const type = viewOn ? 'view' : timeseries ? 'timeseries' : 'collection'
    server.store.create($db, create, { type, viewOn, pipeline })
    return { ok: 1 }
  },
  insert({ insert, $db, documents = [] }, { server }, raw) {
    const all = [...raw, ...documents.map((one: Document) => BSON.serialize(one))]
    return { n: server.store.insert($db, insert, all), ok: 1 }
  },
  dropDatabase({ $db }, { server }) {
    server.store.drop($db)
    return { ok: 1 }
  },
}

/** @throws CommandError */
export async function run(command: Document, peer: Peer, raw: Buffer[]): Promise<Document> {
  const name = Object.keys(command)[0] ?? ''
  const refusal = peer.server.facts.refusals[name]
  if (refusal) throw new CommandError(refusal.code, refusal.message)
  const handler = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!handler) throw new CommandError(59, `no such command: '${name}'`)
  if (!OPEN_TO_ALL.has(name)) checkRights(name, command, peer)
  return handler(command, peer, raw)
}

function checkRights(name: string, { $db }: Document, peer: Peer) {
  if (!peer.server.hasAccessControl) return
  if (peer.username === null) throw new CommandError(13, `Command ${name} requires authentication`)
  const isAboutServer = ABOUT_THE_SERVER.has(name)
  if (!isAboutServer && !peer.maySee($db)) {
    throw new CommandError(13, `not authorized on ${$db} to execute command { ${name}: … }`)
  }
  const isWrite = name === 'create' || name === 'insert' || name === 'dropDatabase'
  if (isWrite && peer.user?.reads !== null) throw new CommandError(13, `not authorized on ${$db}`)
}

/** The first step of signing in may travel with it. */
function greet(command: Document, peer: Peer): Document {
  const { facts } = peer.server
  peer.applicationName ??= command.client?.application?.name
  const [, asked = ''] = String(command.saslSupportedMechs ?? '').split(/\.(.*)/s)
  const mechanisms = facts.users[asked]?.mechanisms
  return {
    helloOk: true,
    ismaster: true,
    isWritablePrimary: true,
    maxBsonObjectSize: 16_777_216,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    logicalSessionTimeoutMinutes: 30,
    minWireVersion: 0,
    maxWireVersion: 21,
    readOnly: false,
    ...facts.hello(),
    ...(mechanisms ? { saslSupportedMechs: mechanisms } : {}),
    ...speculative(command, peer),
    ok: 1,
  }
}

function speculative({ speculativeAuthenticate }: Document, peer: Peer): Document {
  if (!speculativeAuthenticate) return {}
  try {
    peer.conversation = new Conversation(peer.server.facts.users, speculativeAuthenticate)
    return { speculativeAuthenticate: peer.conversation.offer }
  } catch {
    return {}
  }
}

function authInfo({ username, user }: Peer): Document {
  if (username === null || !user) {
    return { authenticatedUsers: [], authenticatedUserRoles: [], authenticatedUserPrivileges: [] }
  }
  return {
    authenticatedUsers: [{ user: username, db: 'admin' }],
    authenticatedUserRoles: rolesOf(user),
    authenticatedUserPrivileges: privilegesOf(user),
  }
}

function rolesOf({ reads }: User): Document[] {
  return reads === null
    ? [{ role: 'root', db: 'admin' }]
    : reads.map((db) => ({ role: 'read', db }))
}

function privilegesOf({ reads }: User): Document[] {
  if (reads === null) {
    return [
      { resource: { db: '', collection: '' }, actions: ['find', 'insert', 'remove', 'update'] },
    ]
  }
  const actions = [
    'changeStream',
    'collStats',
    'dbHash',
    'dbStats',
    'find',
    'killCursors',
    'listCollections',
    'listIndexes',
  ]
  return reads.map((db) => ({ resource: { db, collection: '' }, actions }))
}

/** Of a session, as text. */
export function sessionIdOf(id: unknown): string {
  return id instanceof Binary ? Buffer.from(id.value()).toString('hex') : ''
}
