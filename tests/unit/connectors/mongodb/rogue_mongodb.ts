import { BSON, type Document } from 'mongodb'
import { type RogueServer, rogueServer } from '#tests/conformance/rogue_server'
import { answerTo, type Request, RequestReader } from '#tests/support/standins/mongodb/messages'

/** Bytes to send, a document to answer with, or nothing at all. */
type Answer = Buffer | Document | null

/** Answers each command as a test says, by its name; the greeting is an ordinary one unless it is said. */
export async function rogueMongodb(
  answers: Record<string, (request: Request) => Answer>
): Promise<RogueServer> {
  return rogueServer((socket) => {
    const reader = new RequestReader()
    socket.on('data', (chunk) => {
      for (const request of reader.read(chunk)) {
        const name = Object.keys(request.command)[0] ?? ''
        const answer = (answers[name] ?? USUAL[name] ?? (() => ({ ok: 1 })))(request)
        if (answer === null || socket.destroyed) continue
        socket.write(Buffer.isBuffer(answer) ? answer : answerTo(request, BSON.serialize(answer)))
      }
    })
  })
}

export const HELLO = {
  isWritablePrimary: true,
  maxWireVersion: 21,
  minWireVersion: 0,
  logicalSessionTimeoutMinutes: 30,
  ok: 1,
}

const USUAL: Record<string, () => Answer> = {
  ismaster: () => HELLO,
  buildInfo: () => ({ version: '7.0.0', ok: 1 }),
  connectionStatus: () => ({ authInfo: {}, ok: 1 }),
  listDatabases: () => ({ databases: [{ name: 'admin' }], ok: 1 }),
}
