import { test } from '@japa/runner'
import { BaseConnectorService, type ServerInfo } from '#connectors/base_connector_service'
import { ConfinedFiles } from '#connectors/confined_files'
import type { ErrorTable } from '#connectors/error_table'
import { engines } from '#connectors/registry'
import { SessionBudget } from '#connectors/session_budget'
import { LIMITS, loopbackPolicy, never, TIMES } from '#tests/conformance/workbench'

/** A target that answers at once, and says of itself what a test lets it say. */
class Boastful extends BaseConnectorService<object> {
  protected readonly engine = engines.postgresql
  protected readonly errors: ErrorTable = { codes: {} }
  info: ServerInfo = { version: '1', readOnly: true, superuser: false }

  protected openSession = async () => ({})
  protected closeSession = async () => {}
  protected interruptSession = async () => {}
  protected fetchServerInfo = async () => this.info
  protected fetchTables = async () => []
  protected fetchStructure = async () => null
  protected fetchRows = async () => ({ rows: [], truncated: false })
  protected fetchExactCount = async () => 0
}

function boastful(): Boastful {
  return new Boastful({
    target: { tenantId: 't', config: { host: 'db', port: 1 }, credentials: {} },
    egress: loopbackPolicy(),
    files: new ConfinedFiles({ folder: '/nonexistent', ownFiles: [] }),
    budget: new SessionBudget({ total: 1, perTenant: 1 }),
    limits: LIMITS,
    ...TIMES,
    pool: { max: 1, idleTimeout: 1_000 },
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
