import { test } from '@japa/runner'
import { OVERRIDDEN } from '#connectors/oracle/driver_parts'
import '#connectors/oracle/session'

test.group('Oracle: what of the driver is replaced', () => {
  test('the driver still has every member that is replaced', ({ assert }) => {
    for (const [prototype, members] of OVERRIDDEN) {
      for (const member of members) {
        assert.isFunction((prototype as Record<string, unknown>)[member], member)
        assert.isTrue(Object.hasOwn(prototype, member), member)
      }
    }
  })

  test('outside of a session nothing is reached', async ({ assert }) => {
    const { default: oracledb } = await import('oracledb')
    const connectString =
      '(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=127.0.0.1)(PORT=1))(CONNECT_DATA=(SID=x)))'
    await assert.rejects(
      () => oracledb.getConnection({ user: 'scott', password: 'tiger', connectString }),
      'Only sessions of a connector reach a server'
    )
  })
})
