import { HOSTILE_COLUMN, hostileNames, PEOPLE, WIDE } from '#tests/conformance/fixtures'
import type { ConformanceSpec } from '#tests/conformance/conformance_spec'
import type { SqlserverTypeCase } from '#tests/conformance/sqlserver_types'
import type { StandinColumn, StandinDatabase } from '#tests/support/standins/sqlserver/database'
import type { Stored } from '#tests/support/standins/sqlserver/evaluation'

/** The tables of `fixtures.ts`, for a server that takes no DDL. */
export function layInto(
  database: StandinDatabase,
  spec: ConformanceSpec,
  types: readonly SqlserverTypeCase[]
) {
  const people = Array.from({ length: PEOPLE }, (_, i) => [i + 1, `person ${i + 1}`])
  const id = { name: 'id', type: 'int' }
  const name = { name: 'name', type: 'nvarchar(100)' }
  const key = { ...id, isNullable: false, keyPosition: 1 }
  database
    .add({
      name: 'people',
      columns: [key, { ...name, isNullable: false, origin: "('nobody')" }],
      rows: people.toReversed(),
    })
    .add({
      name: 'orders',
      columns: [key, personId()],
      rows: [
        [1, 7],
        [2, null],
      ],
    })
    .add({
      name: 'adults',
      kind: 'view',
      columns: [{ ...id, isNullable: false }, name],
      rows: people,
    })
    .add({ name: 'empty_table', columns: [id, name], rows: [] })
    .add({ name: 'wide', columns: wideColumns(), rows: [[1]] })
    .add({
      name: 'big',
      columns: [
        id,
        { name: 'body', type: 'nvarchar(max)' },
        { name: 'bytes', type: 'varbinary(max)' },
      ],
      rows: [1, 2, 3, 4].map((i) => [i, 'x'.repeat(300_000), Buffer.alloc(300_000)]),
    })
    .add({
      name: 'every_type',
      columns: types.map(({ declared }, i) => ({ name: `c${i}`, type: declared })),
      rows: [types.map(({ stored }) => stored), types.map((): Stored => null)],
    })
    .add({
      name: 'slow',
      kind: 'view',
      columns: [{ name: 'slept', type: 'bigint' }],
      rows: [],
      isSlow: true,
    })
  for (const hostile of hostileNames(spec)) {
    database.add({ name: hostile, columns: [{ name: HOSTILE_COLUMN, type: 'int' }], rows: [[42]] })
  }
}

function personId(): StandinColumn {
  const references = { schema: 'dbo', table: 'people', column: 'id' }
  return { name: 'person_id', type: 'int', references }
}

function wideColumns(): StandinColumn[] {
  return Array.from({ length: WIDE }, (_, i) => ({ name: `c${i}`, type: 'int' }))
}
