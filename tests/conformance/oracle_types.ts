import type { TypeCase } from '#tests/conformance/conformance_spec'
import type { StandinColumn, Stored } from '#tests/support/standins/oracle/database'
import { moment } from '#tests/support/standins/oracle/moments'

/** A case, and how the stand-in's catalog and rows tell of it. */
export interface OracleTypeCase extends TypeCase {
  catalog: Omit<StandinColumn, 'name'>
  stored: Stored
}

const json = (text: string) => ({ $type: 'json', text, truncated: false }) as const
const binary = (base64: string, bytes: number) =>
  ({ $type: 'binary', base64, bytes, truncated: false }) as const
const float = (value: string) => ({ $type: 'float', value }) as const

const number = (precision?: number, scale?: number) =>
  ({ dataType: 'NUMBER', precision, scale, wire: 'number' }) as const
const text = (dataType: string, characters: number, charUsed?: 'C') =>
  ({ dataType, length: characters, characters, charUsed, wire: 'varchar' }) as const
/** Types whose values are only ever asked for as text. */
const spelled = (dataType: string) => ({ dataType, wire: 'varchar' }) as const

const ROWID = 'AAAR3qAAEAAAACXAAA'
const GREETING = "naïve 🐘\n'quoted'"

/** Oracle's types, at the edges where a careless driver loses something. */
export const ORACLE_TYPES: OracleTypeCase[] = [
  {
    declared: 'INTEGER',
    literal: '-2147483648',
    cell: -2147483648,
    imported: '-2147483648',
    catalog: number(undefined, 0),
    stored: '-2147483648',
  },
  {
    declared: 'NUMBER(5)',
    literal: '100',
    cell: 100,
    imported: '100',
    catalog: number(5, 0),
    stored: '100',
  },
  {
    declared: 'NUMBER(18)',
    literal: '-999999999999999999',
    cell: '-999999999999999999',
    catalog: number(18, 0),
    stored: '-999999999999999999',
  },
  {
    declared: 'NUMBER(38)',
    literal: '9007199254740993',
    cell: '9007199254740993',
    catalog: number(38, 0),
    stored: '9007199254740993',
  },
  {
    declared: 'NUMBER(38)',
    literal: '-99999999999999999999999999999999999999',
    cell: '-99999999999999999999999999999999999999',
    catalog: number(38, 0),
    stored: '-99999999999999999999999999999999999999',
  },
  {
    declared: 'NUMBER(10,2)',
    literal: '-0.1',
    cell: '-0.1',
    imported: '-0.10',
    catalog: number(10, 2),
    stored: '-0.1',
  },
  {
    declared: 'NUMBER(2,5)',
    literal: '0.00012',
    cell: '0.00012',
    catalog: number(2, 5),
    stored: '0.00012',
  },
  {
    declared: 'NUMBER(38,10)',
    literal: '-1234567890123456789012345678.0123456789',
    cell: '-1234567890123456789012345678.0123456789',
    catalog: number(38, 10),
    stored: '-1234567890123456789012345678.0123456789',
  },
  {
    declared: 'NUMBER(38,-2)',
    literal: '100',
    cell: '100',
    catalog: number(38, -2),
    stored: '100',
  },
  {
    declared: 'NUMBER(5,-2)',
    literal: '12300',
    cell: '12300',
    catalog: number(5, -2),
    stored: '12300',
  },
  {
    declared: 'NUMBER',
    literal: '0.00000000000000000000000000000000000001',
    cell: '0.00000000000000000000000000000000000001',
    catalog: number(),
    stored: '0.00000000000000000000000000000000000001',
  },
  {
    declared: 'NUMBER',
    literal: '12345678901234567890.123456789',
    cell: '12345678901234567890.123456789',
    catalog: number(),
    stored: '12345678901234567890.123456789',
  },
  {
    declared: 'FLOAT(126)',
    literal: '0',
    cell: '0',
    catalog: { dataType: 'FLOAT', precision: 126, wire: 'number' },
    stored: '0',
  },
  {
    declared: 'FLOAT(49)',
    literal: '-0.5',
    cell: '-0.5',
    imported: -0.5,
    catalog: { dataType: 'FLOAT', precision: 49, wire: 'number' },
    stored: '-0.5',
  },
  {
    declared: 'BINARY_FLOAT',
    literal: '0.1f',
    cell: 0.1,
    catalog: { dataType: 'BINARY_FLOAT', wire: 'float' },
    stored: 0.1,
  },
  {
    declared: 'BINARY_FLOAT',
    literal: 'binary_float_nan',
    cell: float('NaN'),
    catalog: { dataType: 'BINARY_FLOAT', wire: 'float' },
    stored: Number.NaN,
  },
  {
    declared: 'BINARY_DOUBLE',
    literal: '-1.7976931348623157e308d',
    cell: -1.7976931348623157e308,
    catalog: { dataType: 'BINARY_DOUBLE', wire: 'double' },
    stored: -1.7976931348623157e308,
  },
  {
    declared: 'BINARY_DOUBLE',
    literal: '-binary_double_infinity',
    cell: float('-Infinity'),
    catalog: { dataType: 'BINARY_DOUBLE', wire: 'double' },
    stored: Number.NEGATIVE_INFINITY,
  },
  {
    declared: 'DATE',
    literal: "to_date('2024-02-29 12:34:56', 'YYYY-MM-DD HH24:MI:SS')",
    cell: '2024-02-29T12:34:56',
    catalog: spelled('DATE'),
    stored: moment('2024-02-29 12:34:56'),
  },
  {
    declared: 'DATE',
    literal: "date '-0044-03-15'",
    cell: '-0044-03-15T00:00:00',
    refused: '-0044-03-15 00:00:00',
    catalog: spelled('DATE'),
    stored: moment('-44-03-15'),
  },
  {
    declared: 'TIMESTAMP(9)',
    literal: "timestamp '2024-02-29 12:34:56.789012345'",
    cell: '2024-02-29T12:34:56.789012345',
    catalog: spelled('TIMESTAMP(9)'),
    stored: moment('2024-02-29 12:34:56.789012345'),
  },
  {
    declared: 'TIMESTAMP(9)',
    literal: "timestamp '9999-12-31 23:59:59.999999999'",
    cell: '9999-12-31T23:59:59.999999999',
    refused: '9999-12-31 23:59:59.999999999',
    catalog: spelled('TIMESTAMP(9)'),
    stored: moment('9999-12-31 23:59:59.999999999'),
  },
  {
    declared: 'TIMESTAMP(0)',
    literal: "timestamp '9999-12-31 23:59:59'",
    cell: '9999-12-31T23:59:59',
    catalog: spelled('TIMESTAMP(0)'),
    stored: moment('9999-12-31 23:59:59'),
  },
  {
    declared: 'TIMESTAMP(3) WITH TIME ZONE',
    literal: "timestamp '2024-02-29 12:34:56.789 -03:30'",
    cell: '2024-02-29T12:34:56.789-03:30',
    imported: '2024-02-29T16:04:56.789Z',
    catalog: spelled('TIMESTAMP(3) WITH TIME ZONE'),
    stored: moment('2024-02-29 12:34:56.789 -03:30'),
  },
  {
    declared: 'TIMESTAMP(9) WITH TIME ZONE',
    literal: "timestamp '2024-02-29 12:34:56.789012345 +02:00'",
    cell: '2024-02-29T12:34:56.789012345+02:00',
    imported: '2024-02-29 12:34:56.789012345 +02:00',
    catalog: spelled('TIMESTAMP(9) WITH TIME ZONE'),
    stored: moment('2024-02-29 12:34:56.789012345 +02:00'),
  },
  {
    declared: 'TIMESTAMP(6) WITH LOCAL TIME ZONE',
    literal: "timestamp '2024-02-29 12:34:56.789012 +00:00'",
    cell: '2024-02-29T12:34:56.789012Z',
    catalog: spelled('TIMESTAMP(6) WITH LOCAL TIME ZONE'),
    stored: moment('2024-02-29 12:34:56.789012'),
  },
  {
    declared: 'INTERVAL YEAR(2) TO MONTH',
    literal: "interval '-2-6' year to month",
    cell: '-02-06',
    catalog: spelled('INTERVAL YEAR(2) TO MONTH'),
    stored: '-02-06',
  },
  {
    declared: 'INTERVAL DAY(2) TO SECOND(6)',
    literal: "interval '5 04:03:02.001' day to second",
    cell: '+05 04:03:02.001000',
    catalog: spelled('INTERVAL DAY(2) TO SECOND(6)'),
    stored: '+05 04:03:02.001000',
  },
  {
    declared: 'CHAR(5)',
    literal: "'ab'",
    cell: 'ab   ',
    catalog: text('CHAR', 5),
    stored: 'ab   ',
  },
  {
    declared: 'VARCHAR2(40 CHAR)',
    literal: "'naïve 🐘' || chr(10) || '''quoted'''",
    cell: GREETING,
    catalog: text('VARCHAR2', 40, 'C'),
    stored: GREETING,
  },
  {
    declared: 'NCHAR(3)',
    literal: "n'表'",
    cell: '表  ',
    catalog: { ...text('NCHAR', 3, 'C'), wire: 'nvarchar' },
    stored: '表  ',
  },
  {
    declared: 'NVARCHAR2(20)',
    literal: "n'表 🐘'",
    cell: '表 🐘',
    catalog: { ...text('NVARCHAR2', 20, 'C'), wire: 'nvarchar' },
    stored: '表 🐘',
  },
  {
    declared: 'CLOB',
    literal: "to_clob('naïve 🐘' || chr(10) || '''quoted''')",
    cell: GREETING,
    catalog: { dataType: 'CLOB', length: 4_000, wire: 'clob' },
    stored: GREETING,
  },
  {
    declared: 'NCLOB',
    literal: "to_nclob(n'表 🐘')",
    cell: '表 🐘',
    catalog: { dataType: 'NCLOB', length: 4_000, wire: 'nclob' },
    stored: '表 🐘',
  },
  {
    declared: 'BLOB',
    literal: "to_blob(hextoraw('00ff10'))",
    cell: binary('AP8Q', 3),
    catalog: { dataType: 'BLOB', length: 4_000, wire: 'blob' },
    stored: Buffer.from('00ff10', 'hex'),
  },
  {
    declared: 'BLOB',
    literal: 'empty_blob()',
    cell: binary('', 0),
    catalog: { dataType: 'BLOB', length: 4_000, wire: 'blob' },
    stored: Buffer.alloc(0),
  },
  {
    declared: 'RAW(16)',
    literal: "hextoraw('00ff10')",
    cell: binary('AP8Q', 3),
    catalog: { dataType: 'RAW', length: 16, wire: 'raw' },
    stored: Buffer.from('00ff10', 'hex'),
  },
  {
    declared: 'ROWID',
    literal: `chartorowid('${ROWID}')`,
    cell: ROWID,
    catalog: spelled('ROWID'),
    stored: ROWID,
  },
  {
    declared: 'LONG',
    literal: "'long, long ago'",
    cell: 'long, long ago',
    catalog: { dataType: 'LONG', length: 0, wire: 'long' },
    stored: 'long, long ago',
  },
  {
    declared: 'XMLTYPE',
    literal: "xmltype('<a>1</a>')",
    cell: '<a>1</a>',
    catalog: { dataType: 'XMLTYPE', owner: 'PUBLIC', length: 2_000, wire: 'clob' },
    stored: '<a>1</a>',
  },
  {
    declared: 'SYS.ODCINUMBERLIST',
    literal: 'sys.odcinumberlist(1, 2)',
    cell: '(SYS.ODCINUMBERLIST)',
    catalog: { dataType: 'ODCINUMBERLIST', owner: 'SYS', wire: 'varchar' },
    stored: 'a collection',
  },
]

/** Those that came with 21c and 23ai. */
export const ORACLE_23_TYPES: OracleTypeCase[] = [
  {
    declared: 'JSON',
    literal: `json('{"b":1,"a":12345678901234567890}')`,
    cell: json('{"b":1,"a":12345678901234567890}'),
    catalog: { dataType: 'JSON', length: 8_200, wire: 'clob' },
    stored: '{"b":1,"a":12345678901234567890}',
  },
  { declared: 'BOOLEAN', literal: 'true', cell: true, catalog: spelled('BOOLEAN'), stored: 'true' },
  {
    declared: 'BOOLEAN',
    literal: 'false',
    cell: false,
    catalog: spelled('BOOLEAN'),
    stored: 'false',
  },
  {
    declared: 'VECTOR',
    literal: "to_vector('[1,2]')",
    shown: 'VECTOR',
    cell: '[1.0E+000,2.0E+000]',
    catalog: { dataType: 'VECTOR', length: 8_200, wire: 'clob' },
    stored: '[1.0E+000,2.0E+000]',
  },
]
