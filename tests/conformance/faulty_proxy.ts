import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { type RogueServer, rogueServer } from '#tests/conformance/rogue_server'

interface Fault {
  /** How many of the client's chunks pass, over all connections, before it happens. */
  after: number
  /** The connection breaks before or after the server has heard the last of them, or nothing passes any more. */
  kind: 'unheard' | 'heard' | 'silence'
  onFault?: () => void
}

export interface FaultyProxy {
  port: number
  /** Whether the fault has happened. */
  isFaulty(): boolean
  /** Resolves when the server behind has done with every connection. */
  close(): Promise<void>
}

/** Passes everything on to a server, until something happens to one of the connections. */
export async function faultyProxy(
  to: { host: string; port: number },
  { after, kind, onFault }: Fault
): Promise<FaultyProxy> {
  const others: Socket[] = []
  let chunks = 0
  const behave = (socket: Socket) => {
    const other = connect(to)
    others.push(other)
    other.on('error', () => socket.destroy())
    other.on('end', () => socket.end())
    other.on('data', (chunk) => socket.writable && socket.write(chunk))
    socket.on('close', () => other.end())
    socket.on('data', (chunk: Buffer) => {
      chunks += 1
      if (chunks !== after) return void other.write(chunk)
      if (kind === 'heard') other.write(chunk)
      if (kind !== 'silence') socket.destroy()
      else other.removeAllListeners('data').resume()
      onFault?.()
    })
  }
  const server: RogueServer = await rogueServer(behave)
  return {
    port: server.port,
    isFaulty: () => chunks >= after,
    async close() {
      await server.close()
      const open = others.filter((other) => !other.closed)
      await Promise.all(open.map((other) => once(other, 'close')))
    },
  }
}
