import { PEOPLE, WIDE } from '#tests/conformance/fixtures'
import type { OracleTypeCase } from '#tests/conformance/oracle_types'
import type { StandinColumn, StandinTable } from '#tests/support/standins/oracle/database'

/** The tables that every engine offers (`tests/conformance/fixtures.ts`), as this stand-in keeps them. */
export function standinTables(
  owner: string,
  types: OracleTypeCase[],
  hostile: { tables: string[]; column: string }
): StandinTable[] {
  const table = (
    name: string,
    columns: StandinColumn[],
    rows: StandinTable['rows'],
    more: Partial<StandinTable> = {}
  ): StandinTable => ({ owner, name, kind: 'table', estimate: null, columns, rows, ...more })
  const people = range(PEOPLE).map((i) => [i + 1, `person ${i + 1}`])
  const view = { kind: 'view' } as const
  return [
    table('people', [KEY, { ...NAME, isRequired: true, default: "'nobody' " }], people, {
      estimate: PEOPLE,
    }),
    table(
      'orders',
      [KEY, { ...integer('person_id'), references: { owner, table: 'people', column: 'id' } }],
      [
        [1, 7],
        [2, null],
      ]
    ),
    table('adults', [integer('id'), NAME], people, view),
    table('empty_table', [integer('id'), NAME], []),
    table(
      'wide',
      range(WIDE).map((i) => integer(`c${i}`)),
      [[1, ...range(WIDE - 1).map(() => null)]]
    ),
    table(
      'big',
      [integer('id'), lob('body', 'clob'), lob('bytes', 'blob')],
      [1, 2, 3, 4].map((id) => [id, 'x'.repeat(300_000), Buffer.alloc(300_000)])
    ),
    table(
      'every_type',
      types.map(({ catalog }, i) => ({ name: `c${i}`, ...catalog })),
      [types.map(({ stored }) => stored), types.map(() => null)]
    ),
    table('slow', [integer('slept')], [], { ...view, isSlow: true }),
    ...hostile.tables.map((name) => table(name, [integer(hostile.column)], [[42]])),
    { ...table('DUAL', [integer('DUMMY')], []), owner: 'SYS' },
  ]
}

const integer = (name: string): StandinColumn => ({
  name,
  dataType: 'NUMBER',
  scale: 0,
  wire: 'number',
})
const lob = (name: string, wire: 'clob' | 'blob'): StandinColumn => ({
  name,
  dataType: wire.toUpperCase(),
  length: 4_000,
  wire,
})
const KEY: StandinColumn = { ...integer('id'), isRequired: true, keyPosition: 1 }
const NAME: StandinColumn = {
  name: 'name',
  dataType: 'VARCHAR2',
  length: 100,
  characters: 100,
  charUsed: 'B',
  wire: 'varchar',
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i)
}
