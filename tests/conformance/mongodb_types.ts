import type { TypeCase } from '#tests/conformance/conformance_spec'

const json = (text: string) => ({ $type: 'json', text, truncated: false }) as const
const binary = (base64: string, bytes: number) =>
  ({ $type: 'binary', base64, bytes, truncated: false }) as const
const float = (value: string) => ({ $type: 'float', value }) as const

/** BSON's types, told in Extended JSON, at the edges where a careless reader loses something. */
export const MONGODB_TYPES: TypeCase[] = [
  {
    declared: 'int',
    literal: '{"$numberInt":"-2147483648"}',
    cell: -2147483648,
    imported: '-2147483648',
  },
  { declared: 'long', literal: '{"$numberLong":"9007199254740993"}', cell: '9007199254740993' },
  {
    declared: 'long',
    literal: '{"$numberLong":"-9223372036854775808"}',
    cell: '-9223372036854775808',
  },
  { declared: 'double', literal: '{"$numberDouble":"0.1"}', cell: 0.1 },
  { declared: 'double', literal: '{"$numberDouble":"3.0"}', cell: 3 },
  { declared: 'bool', literal: 'true', cell: true },
  { declared: 'string', literal: '"naïve 🐘\\n\'quoted\'"', cell: "naïve 🐘\n'quoted'" },
  { declared: 'string', literal: '""', cell: '' },
  {
    declared: 'objectId',
    literal: '{"$oid":"64b7f0c2a1b2c3d4e5f60718"}',
    cell: '64b7f0c2a1b2c3d4e5f60718',
  },
  {
    declared: 'date',
    literal: '{"$date":{"$numberLong":"1709210096789"}}',
    cell: '2024-02-29T12:34:56.789Z',
  },
  {
    declared: 'date',
    literal: '{"$date":{"$numberLong":"-1"}}',
    cell: '1969-12-31T23:59:59.999Z',
  },
  {
    declared: 'binData',
    literal: '{"$binary":{"base64":"AP8Q","subType":"00"}}',
    cell: binary('AP8Q', 3),
  },
  {
    declared: 'uuid',
    literal: '{"$binary":{"base64":"oO68mZwLTvi7bWu5vTgKEQ==","subType":"04"}}',
    cell: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
  },
  {
    declared: 'regex',
    literal: '{"$regularExpression":{"pattern":"^a\\"b","options":"i"}}',
    cell: json('{"$regularExpression":{"pattern":"^a\\"b","options":"i"}}'),
  },
  {
    declared: 'timestamp',
    literal: '{"$timestamp":{"t":1709210096,"i":7}}',
    cell: json('{"$timestamp":{"t":1709210096,"i":7}}'),
  },
  {
    declared: 'object',
    literal: '{"b":{"$numberInt":"1"},"a":{"$numberLong":"9007199254740993"}}',
    cell: json('{"b":1,"a":{"$numberLong":"9007199254740993"}}'),
    shown: 'object{b: int, a: long}',
  },
  {
    declared: 'array',
    literal: '[{"$numberInt":"1"},"two",null]',
    cell: json('[1,"two",null]'),
    shown: 'array<int | string>',
  },
]

/** Those that FerretDB does not keep, nor a document from SQL. */
export const RARE_MONGODB_TYPES: TypeCase[] = [
  { declared: 'double', literal: '{"$numberDouble":"NaN"}', cell: float('NaN') },
  { declared: 'double', literal: '{"$numberDouble":"-Infinity"}', cell: float('-Infinity') },
  { declared: 'double', literal: '{"$numberDouble":"-0.0"}', cell: float('-0') },
  {
    declared: 'decimal',
    literal: '{"$numberDecimal":"1234567890.123456789012345678901234"}',
    cell: '1234567890.123456789012345678901234',
  },
  { declared: 'decimal', literal: '{"$numberDecimal":"0.10"}', cell: '0.10' },
  {
    declared: 'date',
    literal: '{"$date":{"$numberLong":"-62198755200000"}}',
    cell: '-000001-01-01T00:00:00.000Z',
    imported: '-000001-01-01T00:00:00Z',
  },
  {
    declared: 'javascript',
    literal: '{"$code":"function () {}"}',
    cell: json('{"$code":"function () {}"}'),
  },
  {
    declared: 'javascriptWithScope',
    literal: '{"$code":"x","$scope":{"x":{"$numberInt":"1"}}}',
    cell: json('{"$code":"x","$scope":{"x":1}}'),
  },
  { declared: 'symbol', literal: '{"$symbol":"word"}', cell: 'word' },
  { declared: 'minKey', literal: '{"$minKey":1}', cell: json('{"$minKey":1}') },
  { declared: 'maxKey', literal: '{"$maxKey":1}', cell: json('{"$maxKey":1}') },
  {
    declared: 'object',
    literal: '{"$ref":"people","$id":{"$numberInt":"7"}}',
    cell: json('{"$ref":"people","$id":7}'),
    shown: 'object{$ref: string, $id: int}',
  },
]
