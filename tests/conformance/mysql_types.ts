import type { TypeCase } from '#tests/conformance/conformance_spec'

const json = (text: string) => ({ $type: 'json', text, truncated: false }) as const
const binary = (base64: string, bytes: number) =>
  ({ $type: 'binary', base64, bytes, truncated: false }) as const

/** MariaDB's types, at the edges where a careless driver loses something. */
export const MYSQL_TYPES: TypeCase[] = [
  { declared: 'int', literal: '-2147483648', cell: -2147483648, shown: 'int(11)' },
  { declared: 'tinyint(1)', literal: '1', cell: 1 },
  { declared: 'tinyint(3) unsigned', literal: '255', cell: 255 },
  { declared: 'mediumint(9)', literal: '-8388608', cell: -8388608 },
  { declared: 'int(6) unsigned zerofill', literal: '42', cell: 42 },
  { declared: 'bigint(20)', literal: '9007199254740993', cell: '9007199254740993' },
  {
    declared: 'bigint(20) unsigned',
    literal: '18446744073709551615',
    cell: '18446744073709551615',
  },
  { declared: 'decimal(10,2)', literal: '0.10', cell: '0.10' },
  {
    declared: 'decimal(60,10)',
    literal: '12345678901234567890123456789012345678901234567890.5',
    cell: '12345678901234567890123456789012345678901234567890.5000000000',
  },
  { declared: 'float', literal: '0.1', cell: 0.1 },
  { declared: 'float', literal: '16777216', cell: 16777216 },
  { declared: 'float', literal: '1234567.9', cell: 1234567.9 },
  { declared: 'double', literal: '0.1', cell: 0.1 },
  { declared: 'double', literal: '1.7976931348623157e308', cell: 1.7976931348623157e308 },
  { declared: 'bit(1)', literal: "b'1'", cell: '1', imported: true },
  { declared: 'bit(12)', literal: "b'101'", cell: '000000000101' },
  { declared: 'bit(64)', literal: "b'1'", cell: `${'0'.repeat(63)}1` },
  { declared: 'date', literal: "'2024-02-29'", cell: '2024-02-29' },
  { declared: 'date', literal: "'0000-00-00'", cell: '0000-00-00', refused: '0000-00-00' },
  { declared: 'date', literal: "'2024-00-00'", cell: '2024-00-00', refused: '2024-00-00' },
  {
    declared: 'datetime(6)',
    literal: "'9999-12-31 23:59:59.999999'",
    cell: '9999-12-31T23:59:59.999999',
  },
  {
    declared: 'datetime(6)',
    literal: "'2024-02-29 12:34:56.789012'",
    cell: '2024-02-29T12:34:56.789012',
  },
  {
    declared: 'datetime',
    literal: "'0000-00-00 00:00:00'",
    cell: '0000-00-00T00:00:00',
    refused: '0000-00-00 00:00:00',
  },
  {
    declared: 'timestamp(3) null',
    literal: 'from_unixtime(1709210096.789)',
    cell: '2024-02-29T12:34:56.789Z',
    shown: 'timestamp(3)',
  },
  {
    declared: 'time(3)',
    literal: "'-838:59:58.999'",
    cell: '-838:59:58.999',
    refused: '-838:59:58.999',
  },
  { declared: 'year(4)', literal: '2024', cell: 2024 },
  { declared: 'char(5)', literal: "'ab'", cell: 'ab' },
  { declared: 'varchar(20)', literal: "''", cell: '' },
  { declared: 'text', literal: "'naïve 🐘\n''quoted'''", cell: "naïve 🐘\n'quoted'" },
  {
    declared: 'varchar(20) character set latin1',
    literal: "'café'",
    cell: 'café',
    shown: 'varchar(20)',
  },
  { declared: "enum('small','it''s')", literal: "'it''s'", cell: "it's" },
  { declared: "set('a','b','c')", literal: "'a,c'", cell: 'a,c' },
  { declared: 'binary(3)', literal: "x'00ff10'", cell: binary('AP8Q', 3) },
  { declared: 'varbinary(10)', literal: "x''", cell: binary('', 0) },
  { declared: 'blob', literal: "x'00ff10'", cell: binary('AP8Q', 3) },
  {
    declared: 'json',
    literal: `'{"b": 1,  "a": 12345678901234567890}'`,
    cell: json('{"b": 1,  "a": 12345678901234567890}'),
    shown: 'longtext',
  },
  {
    declared: 'point',
    literal: 'point(1, 2)',
    cell: binary('AAAAAAEBAAAAAAAAAAAA8D8AAAAAAAAAQA==', 25),
  },
  {
    declared: 'uuid',
    literal: "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
    cell: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
  },
  { declared: 'inet6', literal: "'2001:db8::1'", cell: '2001:db8::1' },
]
