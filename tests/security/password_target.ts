import { createHash } from 'node:crypto'
import { rogueServer } from '#tests/conformance/rogue_server'
import { TARGETS } from '#tests/security/names'

/** `AuthenticationMD5Password` with a salt (PostgreSQL documentation, "Message Formats"). */
const SALT = 'salt'
const ASKING = Buffer.from(`R\0\0\0\x0c\0\0\0\x05${SALT}`, 'latin1')
const USERNAME = 'alice'

/** A PostgreSQL that asks everybody for their password and lets nobody in. */
export async function passwordsHeard() {
  const heard: string[] = []
  const server = await rogueServer((socket) => {
    socket.once('data', () => {
      socket.write(ASKING)
      socket.once('data', (answer: Buffer) => {
        heard.push(answer.toString('latin1', 5).replace(/\0$/, ''))
        socket.destroy()
      })
    })
  }, TARGETS)
  const config = {
    ...{ host: TARGETS, port: server.port, database: 'sales', username: USERNAME },
    tls: { mode: 'disable' },
  }
  return {
    config,
    heard,
    /** Whether this is the password that was given last. */
    isLast: (password: string) => heard.at(-1) === proofOf(password),
    close: () => server.close(),
  }
}

function proofOf(password: string): string {
  const md5 = (text: string) => createHash('md5').update(text).digest('hex')
  return `md5${md5(md5(password + USERNAME) + SALT)}`
}
