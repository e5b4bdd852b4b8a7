import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { dataDir } from '#config/database'
import { sqlite } from '#connectors/sqlite/engine'
import type { ConformanceServer, TypeCase } from '#tests/conformance/conformance_spec'
import { registerConnectorTestSuite } from '#tests/conformance/suite'

const json = (text: string) => ({ $type: 'json', text, truncated: false }) as const
const binary = (base64: string, bytes: number) =>
  ({ $type: 'binary', base64, bytes, truncated: false }) as const

/** Values have types, columns only declare one. */
const types: TypeCase[] = [
  {
    declared: 'INTEGER',
    literal: '-9007199254740991',
    cell: -9007199254740991,
    imported: '-9007199254740991',
  },
  { declared: 'INTEGER', literal: '9007199254740993', cell: '9007199254740993' },
  { declared: 'BIGINT', literal: '-9223372036854775808', cell: '-9223372036854775808' },
  {
    declared: 'INTEGER',
    literal: "'text all the same'",
    cell: 'text all the same',
    refused: 'text all the same',
  },
  { declared: 'REAL', literal: '0.1', cell: 0.1 },
  { declared: 'REAL', literal: '9e999', cell: { $type: 'float', value: 'Infinity' } },
  { declared: 'REAL', literal: '-9e999', cell: { $type: 'float', value: '-Infinity' } },
  { declared: 'DECIMAL(10,2)', literal: '0.10', cell: 0.1, imported: '0.10' },
  { declared: 'BOOLEAN', literal: 'true', cell: 1, imported: true },
  { declared: 'TEXT', literal: "'naïve 🐘\n''quoted'''", cell: "naïve 🐘\n'quoted'" },
  { declared: 'TEXT', literal: "'before' || char(0) || 'after'", cell: 'before\0after' },
  { declared: 'VARCHAR(20)', literal: "''", cell: '' },
  { declared: 'BLOB', literal: "x'00ff10'", cell: binary('AP8Q', 3) },
  { declared: 'BLOB', literal: "x''", cell: binary('', 0) },
  { declared: '', literal: '7', cell: 7, imported: '7' },
  {
    declared: 'TIMESTAMP',
    literal: "'2024-02-29 12:34:56'",
    cell: '2024-02-29 12:34:56',
    imported: '2024-02-29T12:34:56',
  },
  { declared: 'JSON', literal: `'{"b": 1,  "a": 2}'`, cell: json('{"b": 1,  "a": 2}') },
  { declared: 'TIMESTAMP', literal: '1709210096', cell: 1709210096, imported: '1709210096' },
  { declared: 'DATETIME', literal: "'2024-02-29T12:34:56.5'", cell: '2024-02-29T12:34:56.5' },
  { declared: 'DATE', literal: "'2024-02-29'", cell: '2024-02-29' },
  { declared: 'DATE', literal: "'2024-02-31'", cell: '2024-02-31', refused: '2024-02-31' },
  { declared: 'DECIMAL(10,2)', literal: '0.125', cell: 0.125 },
  { declared: 'NUMERIC', literal: '12', cell: 12, imported: '12' },
  { declared: 'BOOLEAN', literal: "'yes'", cell: 'yes' },
  { declared: 'TEXT', literal: "x'00ff'", cell: binary('AP8=', 2), refused: '00FF' },
  { declared: 'JSON', literal: "'not json'", cell: 'not json' },
]

registerConnectorTestSuite({
  engine: sqlite,
  needs: null,
  against: 'real files',
  start,
  types,
  dialect: {
    quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
    text: { short: 'varchar(100)', long: 'text', binary: 'blob' },
    longText: (characters) => `replace(hex(zeroblob(${characters})), '00', 'x')`,
    longBinary: (bytes) => `zeroblob(${bytes})`,
    analyze: (table) => `analyze ${table}`,
    slowQuery:
      'with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) as counted from n',
    estimateTolerance: 1.2,
  },
})

async function start(): Promise<ConformanceServer> {
  const tenantId = 'conformance'
  const filesFolder = join(dataDir, 'conformance-files')
  mkdirSync(join(filesFolder, tenantId), { recursive: true })
  const database = new Database(join(filesFolder, tenantId, 'conformance.db'), { timeout: 500 })
  return {
    tenantId,
    config: { file: 'conformance.db' },
    credentials: {},
    certificates: null,
    filesFolder,
    schema: null,
    execute: async (sql) => database.exec(sql),
    countSessions: null,
  }
}
