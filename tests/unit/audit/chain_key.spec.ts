import { test } from '@japa/runner'
import { createHmac } from 'node:crypto'
import { ChainKey } from '#audit/chain_key'
import type { EventRow } from '#audit/event_row'

const SECRET = Buffer.alloc(32, 7)
const CHAIN = '01890000-0000-7000-8000-000000000001'
const ROW: EventRow = {
  id: '01890000-0000-7000-8000-000000000002',
  chain_id: CHAIN,
  sequence: 1,
  hash: null,
  tenant_id: CHAIN,
  actor_id: null,
  actor_email: 'ada@example.com',
  action: 'session.login',
  target_type: null,
  target_id: null,
  target_name: 'Zoë',
  outcome: 'success',
  code: null,
  ip: '192.0.2.1',
  request_id: 'r',
  duration_ms: 12,
  created_at: new Date('2026-01-02T03:04:05.678Z'),
}

/** As docs/audit.md spells it, so that others can check an export with the key. */
const SPELLED =
  `["varlor.audit.event",1,"${CHAIN}",1,"${'0'.repeat(64)}","01890000-0000-7000-8000-000000000002",` +
  `"${CHAIN}",null,"ada@example.com","session.login",null,null,"Zoë","success",null,"192.0.2.1","r",12,` +
  '"2026-01-02T03:04:05.678Z"]'

test.group('The hash of an event', () => {
  const key = new ChainKey(CHAIN, SECRET)
  const hash = key.hashOf(ROW, '0'.repeat(64))

  test('is an HMAC of its one spelling', ({ assert }) => {
    assert.equal(hash, createHmac('sha256', SECRET).update(SPELLED).digest('hex'))
  })

  test('is the same however the database gives numbers and moments back', ({ assert }) => {
    const others = { sequence: '1', created_at: '2026-01-02 03:04:05.678' }
    assert.equal(key.hashOf({ ...ROW, ...others }, '0'.repeat(64)), hash)
  })

  test('is another one for what is spelled as we never do', ({ assert }) => {
    const odd: Partial<EventRow>[] = [
      { created_at: '2026-01-02T03:04:05.678Z' },
      { sequence: 'one' },
      { duration_ms: Number.POSITIVE_INFINITY },
      { duration_ms: null },
      { duration_ms: 0 },
      // Columns of SQLite take any text.
      { duration_ms: '' as unknown as number },
      { duration_ms: ' ' as unknown as number },
      { sequence: '' },
      { code: '' },
    ]
    const hashes = odd.map((changes) => key.hashOf({ ...ROW, ...changes }, '0'.repeat(64)))
    assert.lengthOf(new Set([hash, ...hashes]), odd.length + 1)
  })
})
