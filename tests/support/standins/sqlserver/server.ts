import { type RogueServer, rogueServer } from '#tests/conformance/rogue_server'
import { type SessionRules, StandinSession } from '#tests/support/standins/sqlserver/session'

export interface StandinServer extends RogueServer {
  /** Signed in now. */
  sessions: ReadonlySet<StandinSession>
}

/** Something on this machine that speaks TDS 7.4 as SQL Server does. It knows what `rules` know. */
export async function startStandin(
  facts: Omit<SessionRules, 'onOpen' | 'onClose'>,
  address = '127.0.0.1'
): Promise<StandinServer> {
  const sessions = new Set<StandinSession>()
  const rules: SessionRules = {
    ...facts,
    onOpen: (session) => void sessions.add(session),
    onClose: (session) => void sessions.delete(session),
  }
  const server = await rogueServer((socket) => void new StandinSession(socket, rules), address)
  return { ...server, sessions }
}
