/**
 * A process that changes the password of a connection and is killed on the way:
 * `killed_rotation.ts POINT TENANT_ID CONNECTION_ID [ALTERNATE]`. It is killed when it comes to the point, and ends
 * with 3 when it never does.
 */
import { createIgnitor } from '../../bin/ignitor.js'

const [point = '', tenantId = '', connectionId = '', alternateUsername] = process.argv.slice(2)

const ignitor = createIgnitor()
const app = ignitor.createApp('console')
await app.init()
await app.boot()
await app.start(async () => {
  const { ConnectorManager } = await import('#connectors/connector_manager')
  const { ConnectionStore } = await import('#services/connection_store')
  const { PendingPasswords } = await import('#services/password_rotation/pending_passwords')
  const { PasswordRotator } = await import('#services/password_rotation/password_rotator')

  dieAround(PendingPasswords.prototype, 'claim', 'before keeping', 'kept')
  dieAround(ConnectorManager.prototype, 'changePassword', 'about to tell', 'told')
  dieAround(ConnectorManager.prototype, 'test', 'about to prove', 'proved')
  dieAround(ConnectionStore.prototype, 'replaceSignIn', 'about to swap', 'swapping')
  dieAround(PendingPasswords.prototype, 'release', 'swapped', 'released')

  const rotator = await app.container.make(PasswordRotator)
  await rotator.rotateAsSystem(
    tenantId,
    connectionId,
    alternateUsername ? { alternateUsername } : {}
  )
})
process.exit(3)

function dieAround(target: object, method: string, before: string, after: string) {
  const run = Reflect.get(target, method) as (...given: unknown[]) => Promise<unknown>
  Reflect.set(target, method, async function (this: unknown, ...given: unknown[]) {
    if (point === before) die()
    const result = await run.apply(this, given)
    if (point === after) die()
    return result
  })
}

function die() {
  process.kill(process.pid, 'SIGKILL')
}
