import type { TypeCase } from '#tests/conformance/conformance_spec'
import type { Stored } from '#tests/support/standins/sqlserver/evaluation'

const binary = (base64: string, length: number) =>
  ({ $type: 'binary', base64, bytes: length, truncated: false }) as const

/** What the stand-in keeps of the value that a real server makes of the literal. */
export interface SqlserverTypeCase extends TypeCase {
  stored: Stored
}

/** SQL Server's types, at the edges where a careless driver loses something. */
export const SQLSERVER_TYPES: SqlserverTypeCase[] = [
  { declared: 'int', literal: '-2147483648', stored: -2147483648, cell: -2147483648 },
  { declared: 'tinyint', literal: '255', stored: 255, cell: 255 },
  { declared: 'smallint', literal: '-32768', stored: -32768, cell: -32768 },
  same('bigint', '9007199254740993'),
  same('bigint', '-9223372036854775808'),
  { declared: 'bit', literal: '1', stored: true, cell: true },
  { declared: 'bit', literal: '0', stored: false, cell: false },
  same('decimal(10,2)', '0.10'),
  same('decimal(38,10)', '1234567890123456789012345678.0123456789'),
  same('numeric(38,0)', '-99999999999999999999999999999999999999'),
  same('decimal(38,38)', '0.12345678901234567890123456789012345678'),
  same('money', '-922337203685477.5808'),
  same('smallmoney', '214748.3647'),
  { declared: 'real', literal: '0.1', stored: Math.fround(0.1), cell: 0.1 },
  { declared: 'real', literal: '16777216', stored: 16777216, cell: 16777216 },
  { declared: 'float', literal: '0.1', stored: 0.1, cell: 0.1 },
  {
    declared: 'float',
    literal: '1.7976931348623157e308',
    stored: 1.7976931348623157e308,
    cell: 1.7976931348623157e308,
  },
  quoted('date', '0001-01-01'),
  quoted('date', '9999-12-31'),
  quoted('time(7)', '23:59:59.9999999'),
  quoted('time(0)', '12:34:56'),
  time('datetime', '2024-02-29 12:34:56.997'),
  { ...time('datetime', '1753-01-01 00:00:00.000'), imported: '1753-01-01T00:00:00' },
  time('smalldatetime', '2024-02-29 12:34:00'),
  time('datetime2(7)', '2024-02-29 12:34:56.7890123'),
  time('datetime2(0)', '0001-01-01 00:00:00'),
  time('datetime2(3)', '9999-12-31 23:59:59.999'),
  time('datetime2(6)', '9999-12-31 23:59:59.999999'),
  time('datetime2(7)', '1969-12-31 23:59:59.9999999'),
  {
    ...time('datetime2(7)', '9999-12-31 23:59:59.9999999'),
    refused: '9999-12-31 23:59:59.9999999',
  },
  {
    declared: 'datetimeoffset(7)',
    literal: "'2024-02-29 12:34:56.7890123 +05:30'",
    stored: '2024-02-29 12:34:56.7890123 +05:30',
    cell: '2024-02-29T12:34:56.7890123+05:30',
    imported: '2024-02-29 12:34:56.7890123 +05:30',
  },
  {
    declared: 'datetimeoffset(0)',
    literal: "'0001-01-01 14:00:00 +14:00'",
    stored: '0001-01-01 14:00:00 +14:00',
    cell: '0001-01-01T14:00:00+14:00',
    imported: '0001-01-01T00:00:00Z',
  },
  {
    declared: 'datetimeoffset(6)',
    literal: "'9999-12-31 20:29:59.999999 -03:30'",
    stored: '9999-12-31 20:29:59.999999 -03:30',
    cell: '9999-12-31T20:29:59.999999-03:30',
    imported: '9999-12-31T23:59:59.999999Z',
  },
  {
    ...quoted('uniqueidentifier', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'),
    imported: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
  },
  { declared: 'char(5)', literal: "'ab'", stored: 'ab   ', cell: 'ab   ' },
  quoted('varchar(20)', ''),
  quoted('varchar(8000)', 'café'),
  quoted('varchar(max)', 'plain'),
  { declared: 'nchar(4)', literal: "N'ü'", stored: 'ü   ', cell: 'ü   ' },
  national('nvarchar(50)', "naïve 🐘 'quoted'\n"),
  national('nvarchar(4000)', 'ünï-çødé 表 🐘'),
  national('nvarchar(max)', 'ünï-çødé 表 🐘'),
  quoted('text', 'old'),
  national('ntext', 'old 表'),
  national('xml', '<a b="1">表</a>'),
  bytes('binary(3)', '00ff10', binary('AP8Q', 3)),
  bytes('varbinary(10)', '', binary('', 0)),
  bytes('varbinary(8000)', '00ff10', binary('AP8Q', 3)),
  bytes('varbinary(max)', '00ff10', binary('AP8Q', 3)),
  bytes('image', '00ff10', binary('AP8Q', 3)),
  variant("convert(decimal(20,10), '0.1')", 'decimal(20,10)', '0.1000000000'),
  variant(
    "convert(datetime2(7), '2024-02-29 12:34:56.7890123')",
    'datetime2(7)',
    '2024-02-29 12:34:56.7890123'
  ),
  variant("convert(money, '0.1234')", 'money', '0.1234'),
  variant("N'表'", 'nvarchar(1)', '表'),
  {
    declared: 'sql_variant',
    literal: '0x00ff10',
    stored: { type: 'varbinary(3)', value: Buffer.from('00ff10', 'hex') },
    cell: '0x00FF10',
  },
  {
    declared: 'sql_variant',
    literal: 'convert(float, 0.1)',
    stored: { type: 'float', value: 0.1 },
    cell: '1.0000000000000001e-001',
  },
  { declared: 'hierarchyid', literal: "'/1/2/'", stored: '/1/2/', cell: '/1/2/' },
  {
    declared: 'geometry',
    literal: "geometry::STGeomFromText('POINT (1 2)', 0)",
    stored: 'POINT (1 2)',
    cell: 'POINT (1 2)',
  },
  {
    declared: 'geography',
    literal: "geography::STGeomFromText('POINT (-122.34 47.65)', 4326)",
    stored: 'POINT (-122.34 47.65)',
    cell: 'POINT (-122.34 47.65)',
  },
]

/** A number that is shown as it is written. */
function same(declared: string, text: string): SqlserverTypeCase {
  return { declared, literal: text, stored: text, cell: text }
}

function quoted(declared: string, text: string): SqlserverTypeCase {
  return { declared, literal: `'${text.replaceAll("'", "''")}'`, stored: text, cell: text }
}

function national(declared: string, text: string): SqlserverTypeCase {
  return { declared, literal: `N'${text.replaceAll("'", "''")}'`, stored: text, cell: text }
}

function time(declared: string, text: string): SqlserverTypeCase {
  return { declared, literal: `'${text}'`, stored: text, cell: text.replace(' ', 'T') }
}

function bytes(declared: string, hex: string, cell: SqlserverTypeCase['cell']): SqlserverTypeCase {
  return { declared, literal: `0x${hex}`, stored: Buffer.from(hex, 'hex'), cell }
}

function variant(literal: string, type: string, text: string): SqlserverTypeCase {
  return { declared: 'sql_variant', literal, stored: { type, value: text }, cell: text }
}
