import type { TypeCase } from '#tests/conformance/conformance_spec'

const json = (text: string) => ({ $type: 'json', text, truncated: false }) as const
const binary = (base64: string, bytes: number) =>
  ({ $type: 'binary', base64, bytes, truncated: false }) as const
const float = (value: string) => ({ $type: 'float', value }) as const

/** Snowflake's types as DESCRIBE TABLE spells them, at the edges where a careless driver loses something. */
export const SNOWFLAKE_TYPES: TypeCase[] = [
  { declared: 'NUMBER(38,0)', literal: '42', cell: 42, imported: '42' },
  {
    declared: 'NUMBER(38,0)',
    literal: '9007199254740991',
    cell: 9007199254740991,
    imported: '9007199254740991',
  },
  { declared: 'NUMBER(18,0)', literal: '-999999999999999999', cell: '-999999999999999999' },
  { declared: 'NUMBER(38,0)', literal: '9007199254740993', cell: '9007199254740993' },
  {
    declared: 'NUMBER(38,0)',
    literal: "'-99999999999999999999999999999999999999'",
    cell: '-99999999999999999999999999999999999999',
  },
  { declared: 'NUMBER(10,2)', literal: '0.10', cell: '0.10' },
  {
    declared: 'NUMBER(38,10)',
    literal: "'1234567890123456789012345678.0123456789'",
    cell: '1234567890123456789012345678.0123456789',
  },
  { declared: 'FLOAT', literal: '0.1', cell: 0.1 },
  { declared: 'FLOAT', literal: "'NaN'", cell: float('NaN') },
  { declared: 'FLOAT', literal: "'inf'", cell: float('Infinity') },
  { declared: 'FLOAT', literal: "'-inf'", cell: float('-Infinity') },
  { declared: 'BOOLEAN', literal: 'true', cell: true },
  { declared: 'BOOLEAN', literal: 'false', cell: false },
  { declared: 'VARCHAR(16777216)', literal: "'naïve 🐘\n''quoted'''", cell: "naïve 🐘\n'quoted'" },
  { declared: 'VARCHAR(20)', literal: "''", cell: '' },
  { declared: 'BINARY(8388608)', literal: "TO_BINARY('00ff10', 'HEX')", cell: binary('AP8Q', 3) },
  { declared: 'BINARY(8388608)', literal: "TO_BINARY('', 'HEX')", cell: binary('', 0) },
  { declared: 'DATE', literal: "'2024-02-29'", cell: '2024-02-29' },
  {
    declared: 'TIME(9)',
    literal: "'23:59:59.123456789'",
    cell: '23:59:59.123456789',
    refused: '23:59:59.123456789',
  },
  {
    declared: 'TIME(9)',
    literal: "'23:59:59.123456'",
    cell: '23:59:59.123456000',
    imported: '23:59:59.123456',
  },
  { declared: 'TIME(0)', literal: "'12:00:00'", cell: '12:00:00' },
  {
    declared: 'TIMESTAMP_NTZ(9)',
    literal: "'2024-02-29 12:34:56.123456789'",
    cell: '2024-02-29T12:34:56.123456789',
    refused: '2024-02-29T12:34:56.123456789',
  },
  {
    declared: 'TIMESTAMP_NTZ(9)',
    literal: "'1969-12-31 23:59:59.500000'",
    cell: '1969-12-31T23:59:59.500000000',
    imported: '1969-12-31T23:59:59.5',
  },
  {
    declared: 'TIMESTAMP_NTZ(6)',
    literal: "'9999-12-31 23:59:59.999999'",
    cell: '9999-12-31T23:59:59.999999',
  },
  {
    declared: 'TIMESTAMP_NTZ(3)',
    literal: "'2024-02-29 12:34:56.789'",
    cell: '2024-02-29T12:34:56.789',
  },
  {
    declared: 'TIMESTAMP_LTZ(9)',
    literal: "'2024-02-29 12:34:56.500000000 +02:00'",
    cell: '2024-02-29T10:34:56.500000000Z',
    imported: '2024-02-29T10:34:56.5Z',
  },
  {
    declared: 'TIMESTAMP_TZ(9)',
    literal: "'2024-02-29 12:34:56.123456789 -05:30'",
    cell: '2024-02-29T12:34:56.123456789-05:30',
    refused: '2024-02-29T12:34:56.123456789-05:30',
  },
  {
    declared: 'TIMESTAMP_TZ(6)',
    literal: "'2024-02-29 12:34:56.123456 -05:30'",
    cell: '2024-02-29T12:34:56.123456-05:30',
    imported: '2024-02-29T18:04:56.123456Z',
  },
  {
    declared: 'VARIANT',
    literal: `PARSE_JSON('{"a":12345678901234567890123456789012345678}')`,
    cell: json('{"a":12345678901234567890123456789012345678}'),
  },
  { declared: 'VARIANT', literal: `PARSE_JSON('null')`, cell: json('null') },
  { declared: 'OBJECT', literal: `PARSE_JSON('{"k":"v"}')::OBJECT`, cell: json('{"k":"v"}') },
  { declared: 'ARRAY', literal: `PARSE_JSON('[1,"two"]')::ARRAY`, cell: json('[1,"two"]') },
  { declared: 'GEOGRAPHY', literal: "TO_GEOGRAPHY('POINT(1 2)')", cell: 'POINT(1 2)' },
  { declared: 'GEOMETRY', literal: "TO_GEOMETRY('POINT(1 2)')", cell: 'SRID=0;POINT(1 2)' },
  {
    declared: 'VECTOR(FLOAT, 2)',
    literal: '[1.5,2.5]::VECTOR(FLOAT, 2)',
    cell: json('[1.5,2.5]'),
  },
]
