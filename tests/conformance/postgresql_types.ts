import type { TypeCase } from '#tests/conformance/conformance_spec'

const json = (text: string) => ({ $type: 'json', text, truncated: false }) as const
const binary = (base64: string, bytes: number) =>
  ({ $type: 'binary', base64, bytes, truncated: false }) as const
const float = (value: string) => ({ $type: 'float', value }) as const

/** PostgreSQL's built-in types, at the edges where a careless driver loses something. */
export const POSTGRESQL_TYPES: TypeCase[] = [
  { declared: 'smallint', literal: '-32768', cell: -32768 },
  { declared: 'integer', literal: '2147483647', cell: 2147483647 },
  { declared: 'bigint', literal: '9007199254740993', cell: '9007199254740993' },
  {
    declared: 'numeric',
    literal: "'123456789012345678901234567890.12300'",
    cell: '123456789012345678901234567890.12300',
  },
  { declared: 'numeric(10,2)', literal: '0.10', cell: '0.10' },
  { declared: 'numeric(4,1)', literal: "'NaN'", cell: 'NaN', refused: 'NaN' },
  { declared: 'real', literal: '1.1', cell: 1.1 },
  { declared: 'double precision', literal: '0.1', cell: 0.1 },
  { declared: 'double precision', literal: "'NaN'", cell: float('NaN') },
  { declared: 'double precision', literal: "'-Infinity'", cell: float('-Infinity') },
  { declared: 'double precision', literal: "'-0'", cell: float('-0') },
  { declared: 'money', literal: "'12.34'", cell: '$12.34' },
  { declared: 'boolean', literal: 'false', cell: false },
  { declared: 'text', literal: "'naïve 🐘\n''quoted'''", cell: "naïve 🐘\n'quoted'" },
  { declared: 'character varying(20)', literal: "''", cell: '' },
  { declared: 'character(5)', literal: "'ab'", cell: 'ab   ' },
  { declared: '"char"', literal: "'c'", cell: 'c' },
  { declared: 'name', literal: "'name'", cell: 'name' },
  { declared: 'bytea', literal: "'\\x00ff10'", cell: binary('AP8Q', 3) },
  { declared: 'bytea', literal: "''", cell: binary('', 0) },
  { declared: 'date', literal: "'2024-02-29'", cell: '2024-02-29' },
  { declared: 'date', literal: "'0044-03-15 BC'", cell: '-000043-03-15' },
  { declared: 'date', literal: "'infinity'", cell: 'infinity', refused: 'infinity' },
  { declared: 'time without time zone', literal: "'23:59:59.123456'", cell: '23:59:59.123456' },
  { declared: 'time with time zone', literal: "'12:00:00+02'", cell: '12:00:00+02' },
  {
    declared: 'timestamp without time zone',
    literal: "'2024-02-29 12:34:56.789012'",
    cell: '2024-02-29T12:34:56.789012',
  },
  {
    declared: 'timestamp with time zone',
    literal: "'2024-02-29 12:34:56.5+02'",
    cell: '2024-02-29T10:34:56.5Z',
  },
  {
    declared: 'timestamp with time zone',
    literal: "'12345-01-01 00:00:00+00'",
    cell: '+012345-01-01T00:00:00Z',
  },
  {
    declared: 'timestamp with time zone',
    literal: "'-infinity'",
    cell: '-infinity',
    refused: '-infinity',
  },
  { declared: 'interval', literal: "'1 year 2 days 03:04:05.6'", cell: '1 year 2 days 03:04:05.6' },
  {
    declared: 'uuid',
    literal: "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
    cell: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
  },
  {
    declared: 'json',
    literal: `'{"b": 1,  "a": 12345678901234567890, "b": 2}'`,
    cell: json('{"b": 1,  "a": 12345678901234567890, "b": 2}'),
  },
  { declared: 'jsonb', literal: `'{"a": [1.10, null]}'`, cell: json('{"a": [1.10, null]}') },
  { declared: 'jsonb', literal: `'null'`, cell: json('null') },
  { declared: 'integer[]', literal: "'{1,NULL,3}'", cell: '{1,NULL,3}', imported: [1, null, 3] },
  { declared: 'text[]', literal: `'{"a b",c}'`, cell: '{"a b",c}', imported: ['a b', 'c'] },
  { declared: 'int4range', literal: "'[1,5)'", cell: '[1,5)' },
  { declared: 'inet', literal: "'192.168.0.1/24'", cell: '192.168.0.1/24' },
  { declared: 'macaddr', literal: "'08:00:2b:01:02:03'", cell: '08:00:2b:01:02:03' },
  { declared: 'bit(3)', literal: "B'101'", cell: '101' },
  { declared: 'point', literal: "'(1,2)'", cell: '(1,2)' },
  { declared: 'xml', literal: "'<a>1</a>'", cell: '<a>1</a>' },
  { declared: 'tsvector', literal: "'fat cat'", cell: "'cat' 'fat'" },
  { declared: 'oid', literal: '4294967295', cell: 4294967295 },
]
