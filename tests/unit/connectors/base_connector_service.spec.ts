import { test } from '@japa/runner'
import { BaseConnectorService, type ServerInfo } from '#connectors/base_connector_service'
import { ConfinedFiles } from '#connectors/confined_files'
import { ConnectorError } from '#connectors/connector_error'
import type { ConnectorOptions } from '#connectors/engine'
import type { ErrorCode } from '#connectors/error_codes'
import type { ErrorTable } from '#connectors/error_table'
import { engines } from '#connectors/registry'
import { SessionBudget } from '#connectors/session_budget'
import { LIMITS, loopbackPolicy, never, TIMES } from '#tests/conformance/workbench'

/** A target that answers at once, and says of itself what a test lets it say. */
class Boastful extends BaseConnectorService<object> {
  protected readonly engine = engines.postgresql
  protected readonly errors: ErrorTable = {
    codes: { no: 'database_denied' },
    passwords: { codes: { no: 'password_denied' }, texts: [[/too short/, 'password_rejected']] },
  }
  info: ServerInfo = { version: '1', readOnly: true, superuser: false }

  entered: () => Promise<object> = async () => ({})
  changed: () => Promise<void> = async () => {}
  protected openSession = () => this.entered()
  protected savePassword = () => this.changed()
  protected closeSession = async () => {}
  protected interruptSession = async () => {}
  protected fetchServerInfo = async () => this.info
  protected fetchTables = async () => []
  protected fetchStructure = async () => null
  protected fetchRows = async () => ({ rows: [], truncated: false })
  protected fetchExactCount = async () => 0
}

function boastful(overrides: Partial<ConnectorOptions> = {}): Boastful {
  return new Boastful({
    target: { tenantId: 't', config: { host: 'db', port: 1 }, credentials: {} },
    egress: loopbackPolicy(),
    files: new ConfinedFiles({ folder: '/nonexistent', ownFiles: [] }),
    budget: new SessionBudget({ total: 1, perTenant: 1 }),
    limits: LIMITS,
    ...TIMES,
    pool: { max: 1, idleTimeout: 1_000 },
    ...overrides,
  })
}

test.group('The base of connectors', () => {
  test('a version that a target makes up is cut, and cannot forge anything', async ({
    assert,
    cleanup,
  }) => {
    const connector = boastful()
    cleanup(() => connector.dispose())
    connector.info = {
      version: `17\0\u001b[31m${'x'.repeat(1_000_000)}`,
      readOnly: true,
      superuser: false,
    }
    const { success, serverVersion, message } = await connector.test({ signal: never })
    assert.isTrue(success)
    assert.equal(serverVersion, `17[31m${'x'.repeat(94)}`)
    assert.isBelow(message.length, 300)
    assert.notMatch(message, /\p{Cc}/u)
  })
})

const CHANGE = { username: 'alice', password: 'new-Password-1', current: 'old' }

function fails(error: unknown) {
  return () => Promise.reject(error)
}

test.group('The base of connectors: whether a password surely is as it was', () => {
  const cases: [string, Partial<Pick<Boastful, 'entered' | 'changed'>>, ErrorCode, boolean][] = [
    ['nobody let us in', { entered: fails(new ConnectorError('auth_bad')) }, 'auth_bad', true],
    ['nothing was reached', { entered: fails({ code: 'ECONNREFUSED' }) }, 'refused', true],
    ['it was denied', { changed: fails({ code: 'no' }) }, 'password_denied', true],
    ['it was denied on the way in', { entered: fails({ code: 'no' }) }, 'database_denied', true],
    ['the rules', { changed: fails({ message: 'too short' }) }, 'password_rejected', true],
    ['an answer nobody knows', { changed: fails({ code: 'what' }) }, 'unknown', false],
    ['the connection broke', { changed: fails({ code: 'ECONNRESET' }) }, 'starting', false],
    ['time ran out', { changed: () => new Promise(() => {}) }, 'timeout', false],
    [
      'a refusal that tells of a lost connection',
      { changed: fails(new Error('lost', { cause: { code: 'EPIPE' } })) },
      'starting',
      false,
    ],
  ]
  test('{0}')
    .with(cases)
    .run(async ({ assert, cleanup }, [, behaviour, code, definite]) => {
      const connector = Object.assign(
        boastful(code === 'timeout' ? { testDeadline: 50 } : {}),
        behaviour
      )
      cleanup(() => connector.dispose())
      const failure = await connector
        .changePassword(CHANGE, { signal: never })
        .catch((error: ConnectorError) => error)
      assert.include(failure, { code, definite })
    })

  test('what no target understands in one way is not sent to any', async ({ assert, cleanup }) => {
    let entries = 0
    const connector = boastful()
    connector.entered = async () => ({ entries: ++entries })
    cleanup(() => connector.dispose())
    const changes = [
      [{ ...CHANGE, username: '' }, 'password_denied'],
      [{ ...CHANGE, username: 'a\0b' }, 'password_denied'],
      [{ ...CHANGE, password: '' }, 'password_rejected'],
      [{ ...CHANGE, password: 'new\npassword' }, 'password_rejected'],
      [{ ...CHANGE, password: 'pässwort' }, 'password_rejected'],
    ] as const
    for (const [change, code] of changes) {
      const failure = await connector
        .changePassword(change, { signal: never })
        .catch((error: ConnectorError) => error)
      assert.include(failure, { code, definite: true })
    }
    assert.equal(entries, 0)
  })
})
