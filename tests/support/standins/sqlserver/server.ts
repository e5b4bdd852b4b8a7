import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { type SessionRules, StandinSession } from '#tests/support/standins/sqlserver/session'

export interface StandinServer {
  port: number
  /** Signed in now. */
  sessions: ReadonlySet<StandinSession>
  close(): Promise<void>
}

/** Something on this machine that speaks TDS 7.4 as SQL Server does. It knows what `rules` know. */
export async function startStandin(
  facts: Omit<SessionRules, 'onOpen' | 'onClose'>,
  address = '127.0.0.1'
): Promise<StandinServer> {
  const sessions = new Set<StandinSession>()
  const sockets = new Set<Socket>()
  const rules: SessionRules = {
    ...facts,
    onOpen: (session) => void sessions.add(session),
    onClose: (session) => void sessions.delete(session),
  }
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    new StandinSession(socket, rules)
  })
  server.listen(0, address)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    sessions,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
