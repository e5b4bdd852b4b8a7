import { createRequire } from 'node:module'
import type { Duplex } from 'node:stream'
import type { Document } from 'mongodb'

/**
 * The one place that reaches behind the driver's public face. `MongoClient` dials by itself, follows every member
 * that a server names, keeps monitors and pools and reads compressed answers of any size; what it is built on does
 * the handshake over a stream that we dialled, vetted and meter.
 */
const requireHere = createRequire(import.meta.url)

/** What the driver asks of whoever signs in (`AuthProvider`). */
export interface SignInMechanism {
  /** Adds to the handshake what saves a round trip. */
  prepare(handshake: Document): Promise<Document>
  auth(context: SignInContext): Promise<void>
}

export interface SignInContext {
  connection: { command(ns: Namespace, command: Document): Promise<Document> }
  /** The server's answer to the handshake. */
  response?: Document
}

interface Namespace {
  db: string
}

interface HandshakeOptions {
  existingSocket: Duplex
  id: number
  generation: number
  hostAddress: { host: string; port: number; toString(): string }
  metadata: Promise<Document>
  credentials?: Document
  authProviders: { getOrCreateProvider(mechanism: string): SignInMechanism | undefined }
  tls: false
  compressors: []
  loadBalanced: false
  monitorCommands: false
  connectTimeoutMS: 0
}

interface DriverConnection {
  hello: Document | null
}

interface Internals {
  connect(options: HandshakeOptions): Promise<DriverConnection>
  MongoCredentials: new (options: { username: string; source: string }) => Document
  saslprep(text: string): string
  version: string
}

let internals: Internals | undefined

/** Loaded with the first session, like every driver. */
function driver(): Internals {
  internals ??= {
    ...(requireHere('mongodb/lib/cmap/connect.js') as Pick<Internals, 'connect'>),
    ...(requireHere('mongodb/lib/cmap/auth/mongo_credentials.js') as Pick<
      Internals,
      'MongoCredentials'
    >),
    saslprep: saslprepOfDriver(),
    version: (requireHere('mongodb/package.json') as Pick<Internals, 'version'>).version,
  }
  return internals
}

/** The driver's own dependency, from where the driver finds it. */
function saslprepOfDriver(): Internals['saslprep'] {
  const requireThere = createRequire(requireHere.resolve('mongodb'))
  const module = requireThere('@mongodb-js/saslprep') as Pick<Internals, 'saslprep'>
  return module.saslprep
}

export interface SignIn {
  username: string
  /** The database in which the user is defined. */
  source: string
  /** By the mechanism's name; undefined for those that we do not do. */
  mechanism(name: string): SignInMechanism | undefined
}

/**
 * Says hello over a connected stream, and signs in unless `signIn` is null. The server's answer tells what it is.
 *
 * @throws the driver's errors: `MongoServerError` with the server's code, `MongoNetworkError`,
 *   `MongoCompatibilityError` for servers that are too old
 */
export async function shakeHands(stream: Duplex, signIn: SignIn | null): Promise<Document> {
  const { connect, MongoCredentials, version } = driver()
  const connection = await connect({
    existingSocket: stream,
    id: 0,
    generation: 0,
    // It is dialled already: only messages of the driver name it, and those are not shown.
    hostAddress: { host: 'already-connected', port: 1, toString: () => 'the server' },
    metadata: Promise.resolve(metadata(version)),
    ...(signIn
      ? { credentials: new MongoCredentials({ username: signIn.username, source: signIn.source }) }
      : {}),
    authProviders: { getOrCreateProvider: (name) => signIn?.mechanism(name) },
    tls: false,
    compressors: [],
    loadBalanced: false,
    monitorCommands: false,
    // The deadline that speaks is the base's.
    connectTimeoutMS: 0,
  })
  return connection.hello ?? {}
}

/** What the server's log shows; nothing of the machine we run on. */
function metadata(version: string): Document {
  return {
    application: { name: 'varlor' },
    driver: { name: 'nodejs', version },
    os: { type: 'unknown' },
    platform: 'Node.js',
  }
}

/** A password as both ends must spell it before they compare (RFC 4013). */
export function preparePassword(password: string): string {
  return driver().saslprep(password)
}
