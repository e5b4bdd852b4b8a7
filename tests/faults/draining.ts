import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { rogueServer, silent } from '#tests/conformance/rogue_server'
import { judge } from '#tests/faults/expected'
import type { Fault } from '#tests/faults/fault'
import { inWords } from '#tests/faults/in_words'
import { onScene, type Scene } from '#tests/faults/scene'

const IDLE = 5
const PASSPHRASE = 'correct horse battery staple'

/** Milliseconds: what is under way gets 20 seconds, and the rest a moment more. */
const LONGEST = 25_000

/** SIGTERM while tests hang, one of them streamed, a backup is read, people write, and lines are kept open. */
export const draining: Fault = {
  name: 'SIGTERM with requests in flight',
  async run() {
    const rogue = await rogueServer(silent)
    try {
      return await onScene({}, async (scene) => {
        const { crowd, product, observer } = scene
        await crowd.untilAllWrite()
        const file = await backupOf(scene)
        const idle = await idleLines(product.origin)
        const wrong: string[] = []
        const test = observer.api('POST', '/connectors/test', hangingTarget(rogue.port))
        const stream = streamed(scene, rogue.port)
        while (rogue.connections.length < 2) await pause(10)
        const dryRun = { file, passphrase: PASSPHRASE, dryRun: true, onConflict: 'skip' }
        const restored = observer.api('POST', '/connectors/import', dryRun)
        await pause(30)
        const begun = performance.now()
        const ended = product.endServer('SIGTERM').then((code) => ({ code, at: performance.now() }))
        await refused(product.origin)
        const refusing = performance.now() - begun
        await crowd.stop()
        const { code, at } = await ended
        wrong.push(
          ...judge('the test', await test, [200]),
          ...judge('the import', await restored, [200]),
          ...(await stream)
        )
        if (code !== 0) wrong.push(`the server ended with ${code}`)
        const recovered = at - begun
        if (recovered > LONGEST) wrong.push(`it took ${Math.round(recovered)} ms to end`)
        if (idle.some((line) => !line.destroyed)) wrong.push('an idle line is still open')
        return {
          lost: inWords([...wrong, ...(await crowd.losses())]),
          recovered,
          detail: `ended with ${code}, new lines refused after ${Math.round(refusing)} ms; a test, a streamed one and an import answered, ${IDLE} idle lines closed; ${crowd.figures}`,
        }
      })
    } finally {
      await rogue.close()
    }
  },
}

async function backupOf({ crowd, observer }: Scene): Promise<string> {
  const currentPassword = crowd.teams[0]?.person.password
  const body = { passphrase: PASSPHRASE, currentPassword }
  const { status, code, data } = await observer.api('POST', '/connectors/export', body)
  if (status !== 200) throw new Error(`The backup: ${status} ${code}`)
  return (data as { file: string }).file
}

async function idleLines(origin: string): Promise<Socket[]> {
  const lines: Socket[] = []
  while (lines.length < IDLE) {
    const line = lineTo(origin)
    line.write('GET /health/live HTTP/1.1\r\nHost: varlor\r\n\r\n')
    await once(line, 'data')
    lines.push(line)
  }
  return lines
}

function lineTo(origin: string): Socket {
  const line = connect(Number(new URL(origin).port), '127.0.0.1')
  return line.on('error', () => {}).resume()
}

/** Resolves once nobody new is let in. */
async function refused(origin: string): Promise<void> {
  for (;;) {
    const line = lineTo(origin)
    const opened = await new Promise<boolean>((resolve) => {
      line.once('connect', () => resolve(true)).once('close', () => resolve(false))
    })
    line.destroy()
    if (!opened) return
    await pause(5)
  }
}

/** A test told stage by stage; what is wrong with how it ended. */
async function streamed({ product, observer }: Scene, port: number): Promise<string[]> {
  const answer = await fetch(`${product.origin}/api/v2/connectors/test`, {
    method: 'POST',
    headers: {
      ...observer.authorization,
      'content-type': 'application/json',
      'accept': 'text/event-stream',
    },
    body: JSON.stringify(hangingTarget(port)),
  })
  const told = await answer.text().catch(() => '')
  return /^event: result$/m.test(told) ? [] : ['the streamed test ended without a result']
}

function hangingTarget(port: number) {
  return {
    type: 'postgresql',
    config: { host: '127.0.0.1', port, database: 'sales', username: 'alice' },
    credentials: { password: 'never sent' },
  }
}
