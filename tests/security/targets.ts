import type { Socket } from 'node:net'
import { forwardingTo, rogueServer } from '#tests/conformance/rogue_server'
import { TARGETS } from '#tests/security/names'
import type { World } from '#tests/security/world'
import { scrambled } from '#tests/support/standins/sqlserver/login'

/** What a hostile target would like to be sent. */
export const PASSWORD = 'cOrrect-horse/battery+staple'

export interface Closable {
  port: number
  close(): Promise<void>
}

export const SERVERS = ['postgresql', 'mysql', 'sqlserver', 'oracle', 'mongodb'] as const
export type ServerEngine = (typeof SERVERS)[number]

/** A connection to a port of the hostile address, in clear unless it is said. */
export function targetAt(engine: ServerEngine, port: number, config: object = {}) {
  const place = { host: TARGETS, port, username: 'alice' }
  const clear = engine === 'sqlserver' ? { encrypt: false } : { tls: { mode: 'disable' } }
  const name = {
    ...(engine === 'oracle' && { serviceName: 'ORCLPDB1' }),
    ...(engine !== 'oracle' && { database: 'sales' }),
  }
  return {
    type: engine,
    config: { ...place, ...clear, ...name, ...config },
    credentials: { password: PASSWORD },
  }
}

export interface Tested {
  /** `success`, or the code of how it failed, or the status of an answer that is none. */
  outcome: string
  text: string
}

/** One test of a connection, as the editor. */
export async function tested(world: World, body: object): Promise<Tested> {
  const { status, text } = await world.api(world.editor, 'POST', '/connectors/test', body)
  if (status !== 200) return { outcome: String(status), text }
  const { success, testResult } = JSON.parse(text).data
  return { outcome: success ? 'success' : String(testResult.code), text }
}

/** Shows a server of this machine at the address that may be reached, and closes it afterwards. */
export async function exposed<T>(
  server: Closable,
  work: (port: number) => Promise<T>,
  hear: (chunk: Buffer) => void = () => {}
): Promise<T> {
  const door = await rogueServer((socket) => {
    socket.on('data', hear)
    forwardingTo(server.port)(socket)
  }, TARGETS)
  try {
    return await work(door.port)
  } finally {
    await Promise.all([door.close(), server.close()])
  }
}

/** What a test of such a server comes to, and what it got by it. */
export async function against(
  world: World,
  server: Closable,
  bodyAt: (port: number) => { config: { encrypt?: boolean }; type: string }
): Promise<string> {
  const heard: Buffer[] = []
  const before = world.secret.connections.length
  const work = async (port: number) => {
    const body = bodyAt(port)
    const { outcome } = await tested(world, body)
    // Whoever turns encryption off at SQL Server sends the password in clear.
    const mayHear = body.type === 'sqlserver' && body.config.encrypt !== true
    if (!mayHear && isTold(Buffer.concat(heard))) return `${outcome}, the password was heard`
    if (world.secret.connections.length > before) return `${outcome}, ours was called`
    return `${outcome}, nothing leaks`
  }
  return exposed(server, work, (chunk) => void heard.push(chunk))
}

/** As it is, in UTF-16, and as LOGIN7 hides it. */
function isTold(heard: Buffer): boolean {
  const forms = [Buffer.from(PASSWORD), Buffer.from(PASSWORD, 'ucs2'), scrambled(PASSWORD)]
  return forms.some((form) => heard.includes(form))
}

/** Writes the same for ever, as fast as it is taken. */
export function pouring(bytes: Buffer, first: Buffer = Buffer.alloc(0)): (socket: Socket) => void {
  const wave = Buffer.concat(Array.from({ length: Math.ceil(65_536 / bytes.length) }, () => bytes))
  return (socket) => {
    const pour = () => {
      while (!socket.destroyed && socket.write(wave));
    }
    socket
      .on('drain', pour)
      .on('error', () => {})
      .resume()
    socket.write(first)
    pour()
  }
}
