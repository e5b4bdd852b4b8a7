import { test } from '@japa/runner'
import { BSON, Binary, type Document, Long } from 'mongodb'
import { ConnectorError } from '#connectors/connector_error'
import type { Connector } from '#connectors/contracts'
import { mongodb } from '#connectors/mongodb/engine'
import { EgressPolicy } from '#connectors/egress_policy'
import type { ConformanceServer } from '#tests/conformance/conformance_spec'
import { importInto, requestFor } from '#tests/conformance/import_bench'
import { rogueServer, silent } from '#tests/conformance/rogue_server'
import {
  connectorTo,
  eventually,
  never,
  type Overrides,
  serverWith,
} from '#tests/conformance/workbench'
import {
  legacyReply,
  message,
  type Request,
  withHeader,
} from '#tests/support/standins/mongodb/messages'
import { element, encode, joined, rawArray } from '#tests/support/standins/mongodb/raw_bson'
import { HELLO, rogueMongodb } from '#tests/unit/connectors/mongodb/rogue_mongodb'

const bson = (document: Document) => Buffer.from(BSON.serialize(document))
const MEGABYTE = 1024 * 1024
const EMPTY = Buffer.from([5, 0, 0, 0, 0])

test.group('MongoDB against servers that mean harm', () => {
  const target = (port: number): ConformanceServer =>
    serverWith({
      config: { host: '127.0.0.1', port, srv: false, username: 'u', tls: { mode: 'disable' } },
      credentials: { password: 'a secret' },
      schema: 'db',
    })
  type Answers = Parameters<typeof rogueMongodb>[0]
  const against = async <T>(
    answers: Answers,
    run: (connector: Connector) => Promise<T>,
    overrides: Overrides = {}
  ): Promise<T> => {
    const rogue = await rogueMongodb(answers)
    const connector = await connectorTo(mongodb, target(rogue.port), overrides)
    try {
      return await run(connector)
    } finally {
      await connector.dispose()
      await eventually(() => rogue.connections.every((socket) => socket.closed))
      await rogue.close()
    }
  }
  const tested = (connector: Connector) => connector.test({ signal: never })
  const anybody: Overrides = { config: { username: undefined }, credentials: {} }
  const previewed = (connector: Connector) =>
    connector.preview({ schema: 'db', name: 'c' }, { limit: 10, exactCount: false, signal: never })
  const caught = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => null,
      (error: unknown) => error
    )
  const listing = (batch: Document[]) => ({
    cursor: { firstBatch: batch, id: Long.ZERO, ns: 'db.$cmd.listCollections' },
    ok: 1,
  })
  const withDocuments = (documents: Buffer[]): Answers => ({
    listCollections: () => listing([{ name: 'c', type: 'collection' }]),
    find: ({ id }) =>
      message(id, encode({ cursor: { firstBatch: documents, id: Long.ZERO, ns: 'db.c' }, ok: 1 })),
    count: () => ({ n: documents.length, ok: 1 }),
  })

  test('a greeting that cannot be decoded is told as another protocol', async ({ assert }) => {
    const unheardOf = Buffer.from([8, 0, 0, 0, 0xae, 0x61, 0, 0])
    const { code, field } = await against(
      { ismaster: ({ id }) => legacyReply(id, unheardOf) },
      tested
    )
    assert.equal(code, 'wrong_protocol')
    assert.equal(field, 'port')
  })

  test('a password is not hashed as often as the server likes', async ({ assert }) => {
    for (const iterations of [
      '2000000000',
      '100001',
      '4095',
      '1',
      '-5',
      '1e9',
      'NaN',
      '',
      '5000.5',
    ]) {
      let proofs = 0
      const offer = ({ command }: Request) => ({
        ...HELLO,
        speculativeAuthenticate: scramOffer(command.speculativeAuthenticate, iterations),
      })
      const started = performance.now()
      const result = await against(
        { ismaster: offer, saslContinue: () => ({ ok: (proofs += 1) }) },
        tested
      )
      assert.equal(result.code, 'wrong_protocol', `${iterations}: ${result.message}`)
      assert.include(result.message, 'not trusted')
      assert.equal(proofs, 0, iterations)
      assert.isBelow(performance.now() - started, 1_000)
    }
  })

  test('a server that does not know the password is not believed', async ({ assert }) => {
    const result = await against(
      {
        ismaster: ({ command }) => ({
          ...HELLO,
          speculativeAuthenticate: scramOffer(command.speculativeAuthenticate, '4096'),
        }),
        saslContinue: () => ({
          conversationId: 1,
          done: true,
          payload: new Binary(Buffer.from(`v=${Buffer.alloc(32).toString('base64')}`)),
          ok: 1,
        }),
      },
      tested
    )
    assert.equal(result.code, 'wrong_protocol', result.message)
  })

  test('only SCRAM gets anything that is made of the password', async ({ assert }) => {
    const heard: Document[] = []
    const result = await against(
      {
        ismaster: ({ command }) => {
          heard.push(command)
          return { ...HELLO, saslSupportedMechs: ['PLAIN', 'MONGODB-X509', 'GSSAPI'] }
        },
        saslStart: ({ command }) => {
          heard.push(command)
          return { ok: 0, code: 334, codeName: 'MechanismUnavailable', errmsg: 'no such mechanism' }
        },
      },
      tested
    )
    assert.equal(result.code, 'auth_method', result.message)
    assert.notInclude(JSON.stringify(heard), 'secret')
    const mechanisms = heard.map(({ mechanism }) => mechanism as unknown).filter(Boolean)
    assert.deepEqual(mechanisms, ['SCRAM-SHA-1'])
  })

  test('messages whose lengths or numbers lie end the session, and not the process', async ({
    assert,
  }) => {
    const hello = bson(HELLO)
    const lies: Record<string, (id: number) => Buffer> = {
      'a message of no length': () => Buffer.alloc(64),
      'a negative length': (id) => patched(legacyReply(id, hello), 0, -5),
      'a length of two gigabytes': (id) => patched(legacyReply(id, hello), 0, 0x7fffffff),
      'documents that are not there': (id) => legacyReply(id, hello, 0x7fffffff),
      'no document': (id) => legacyReply(id, Buffer.alloc(0), 0),
      'a document longer than the message': (id) => legacyReply(id, patched(hello, 0, 9_999)),
      'an answer to something else': (id) => legacyReply(id + 7, hello),
      'a compressed answer': (id) => withHeader(2012, id, Buffer.alloc(64)),
      'more to come': (id) => message(id, hello, 2),
      'a section of another kind': (id) => patched(message(id, hello), 20, 0x01),
    }
    for (const [title, lie] of Object.entries(lies)) {
      const result = await against({ ismaster: ({ id }) => lie(id) }, tested, {
        ...anybody,
        connectTimeout: 1_000,
      })
      assert.equal(result.code, 'wrong_protocol', `${title}: ${result.message}`)
    }
  })

  test('an answer that never ends is cut off', async ({ assert }) => {
    const before = process.memoryUsage().rss
    const start = (id: number) => {
      const head = message(id, Buffer.alloc(0))
      head.writeInt32LE(16 * MEGABYTE, 0)
      return head
    }
    const rogue = await rogueServer((socket) => {
      socket.once('data', (data: Buffer) => {
        socket.write(start(data.readInt32LE(4)))
        const pour = () => {
          while (!socket.destroyed && socket.write(Buffer.alloc(MEGABYTE)));
        }
        socket.on('drain', pour)
        pour()
      })
    })
    const connector = await connectorTo(mongodb, target(rogue.port), anybody)
    const result = await tested(connector)
    await connector.dispose()
    await rogue.close()
    assert.isFalse(result.success)
    assert.isBelow(process.memoryUsage().rss - before, 200 * MEGABYTE)
  })

  test('a catalog that never ends is read up to the limit', async ({ assert }) => {
    let asked = 0
    const batch = (prefix: number) =>
      Array.from({ length: 100 }, (_, i) => ({ name: `c${prefix}_${i}`, type: 'view' }))
    const more = () => {
      asked += 1
      return {
        cursor: { nextBatch: batch(asked), id: Long.ONE, ns: 'db.$cmd.listCollections' },
        ok: 1,
      }
    }
    const tables = await against(
      {
        listCollections: () => ({
          cursor: { firstBatch: batch(0), id: Long.ONE, ns: 'db.$cmd.listCollections' },
          ok: 1,
        }),
        getMore: more,
      },
      (connector) => connector.listTables({ signal: never }),
      { ...anybody, config: { username: undefined, database: 'db' }, limits: { tables: 1_000 } }
    )
    assert.lengthOf(tables, 1_000)
    assert.equal(asked, 9)
  })

  test('a cursor that brings nothing is not asked for ever', async ({ assert }) => {
    const nothing = (name: string) => ({
      cursor: { [name]: [], id: Long.ONE, ns: 'db.$cmd.listCollections' },
      ok: 1,
    })
    const tables = await against(
      { listCollections: () => nothing('firstBatch'), getMore: () => nothing('nextBatch') },
      (connector) => connector.listTables({ signal: never }),
      { config: { username: undefined, database: 'db' }, credentials: {} }
    )
    assert.deepEqual(tables, [])
  })

  test('ten thousand fields become as many columns as are allowed', async ({ assert }) => {
    const wide = bson({ _id: 1, ...Object.fromEntries(range(10_000, (i) => [`f${i}`, i])) })
    const started = performance.now()
    const { columns, rows, truncated } = await against(withDocuments([wide]), previewed, {
      ...anybody,
      limits: { columns: 500 },
    })
    assert.lengthOf(columns, 500)
    assert.lengthOf(rows[0] ?? [], 500)
    assert.isTrue(truncated)
    assert.isBelow(performance.now() - started, 2_000)
  })

  test('huge cells and many tiny ones stay within the limits', async ({ assert }) => {
    const before = process.memoryUsage().rss
    const huge = bson({ _id: 1, text: 'x'.repeat(15 * MEGABYTE) })
    const tiny = joined(element(0x04, 'list', rawArray(range(200_000, () => EMPTY))))
    for (const documents of [[huge], [tiny]]) {
      const started = performance.now()
      const { rows, truncated } = await against(withDocuments(documents), previewed, anybody)
      assert.isTrue(truncated)
      assert.isBelow(JSON.stringify(rows).length, 100_000)
      assert.isBelow(performance.now() - started, 5_000)
    }
    assert.isBelow(process.memoryUsage().rss - before, 600 * MEGABYTE)
  })

  test('an answer that is no answer is told, and the session ends', async ({ assert }) => {
    for (const find of [
      () => ({ ok: 1 }),
      () => ({ cursor: 7, ok: 1 }),
      () => ({ cursor: { firstBatch: [1, 2], id: Long.ZERO, ns: 'db.c' }, ok: 1 }),
      () => ({ cursor: { firstBatch: 'x', id: Long.ZERO, ns: 'db.c' }, ok: 1 }),
    ]) {
      const work = against({ ...withDocuments([]), find }, previewed, anybody)
      assert.instanceOf(await caught(work), ConnectorError)
    }
  })

  test('a cursor that never brings anything ends the import', async ({ assert }) => {
    const nothing = (batch: string, id: Long) => ({
      cursor: { [batch]: [], id, ns: 'db.c' },
      ok: 1,
    })
    const answers = {
      ...withDocuments([]),
      find: ({ command }: Request) =>
        nothing('firstBatch', command.singleBatch ? Long.ZERO : Long.ONE),
      getMore: () => nothing('nextBatch', Long.ONE),
    }
    const taken = (connector: Connector) => importInto(connector, [requestFor('db', 'c')])
    const error = await caught(against(answers, taken, { ...anybody, importSilence: 200 }))
    assert.equal((error as ConnectorError).code, 'timeout')
  })

  test('a primary that may not be reached is not dialled, and the member itself is read', async ({
    assert,
    cleanup,
  }) => {
    const hidden = await rogueServer(silent, '127.0.0.2')
    cleanup(() => hidden.close())
    const egress = new EgressPolicy({ allow: ['127.0.0.1/32'], own: [] })
    for (const primary of [`127.0.0.2:${hidden.port}`, '169.254.169.254:80', 'not a host', ':::']) {
      const hello = () => ({
        ...HELLO,
        isWritablePrimary: false,
        secondary: true,
        setName: 'rs0',
        primary,
      })
      const result = await against({ ismaster: hello }, tested, { ...anybody, egress })
      assert.isTrue(result.success, `${primary}: ${result.message}`)
    }
    assert.lengthOf(hidden.connections, 0)
  })
})

function scramOffer(first: Document, iterations: string): Document {
  const said = Buffer.from((first.payload as Binary).value()).toString()
  const nonce = /,r=(.*)$/.exec(said)?.[1] ?? ''
  const salt = Buffer.alloc(16, 1).toString('base64')
  const payload = new Binary(Buffer.from(`r=${nonce}server,s=${salt},i=${iterations}`))
  return { conversationId: 1, done: false, payload }
}

function patched(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes)
  if (at === 20) copy.writeUInt8(value, at)
  else copy.writeInt32LE(value, at)
  return copy
}

function range<T>(length: number, item: (i: number) => T): T[] {
  return Array.from({ length }, (_, i) => item(i))
}
