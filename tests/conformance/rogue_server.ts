import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface RogueServer {
  port: number
  /** Connections it has had. */
  connections: Socket[]
  close(): Promise<void>
}

/** A server on this machine that does to each connection what a test says, and nothing else. */
export async function rogueServer(
  behave: (socket: Socket) => void,
  address = '127.0.0.1'
): Promise<RogueServer> {
  const connections: Socket[] = []
  const server = createServer((socket) => {
    connections.push(socket)
    socket.on('error', () => {})
    behave(socket)
  })
  server.listen(0, address)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    connections,
    async close() {
      for (const socket of connections) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Takes connections and says nothing. */
export const silent = (socket: Socket) => void socket.resume()

/** Closes what it takes. */
export const hangingUp = (socket: Socket) => void socket.destroy()

/** Answers whatever it is sent, or is not sent, like a web server. */
export const webServer = (socket: Socket) => {
  socket.resume()
  socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
}

/** Passes everything on to another server of this machine. */
export const forwardingTo = (port: number) => (socket: Socket) => {
  const other = connect({ port, host: '127.0.0.1' })
  other.on('error', () => socket.destroy())
  socket.on('close', () => other.destroy())
  socket.pipe(other).pipe(socket)
}

/** A port of this machine where nothing listens. */
export async function closedPort(): Promise<number> {
  const server = await rogueServer(silent)
  await server.close()
  return server.port
}
