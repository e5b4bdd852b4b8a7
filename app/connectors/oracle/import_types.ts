import type { VariableWriter } from '#connectors/columnar/variable_writer'
import {
  type ColumnPlan,
  fixed,
  type ImportType,
  SHORT,
  textColumn,
} from '#connectors/oracle/column_plan'
import type { DeclaredType } from '#connectors/oracle/declared_type'
import { lobColumn, serializedColumn, type Source } from '#connectors/oracle/import_sources'
import {
  dateColumn,
  localColumn,
  timestampColumn,
  zonedColumn,
} from '#connectors/oracle/moment_columns'
import { floatColumn, numberColumn } from '#connectors/oracle/number_columns'
import { quote } from '#connectors/oracle/sql'
import * as values from '#connectors/oracle/value_writers'
import type { ImportedValue } from '#connectors/oracle/value_writers'

/** @param name of the column, as the database listed it */
export function importTypeOf(name: string, type: DeclaredType, asText: boolean): ImportType {
  const column = quote(name)
  const kind = kindOf(type)
  const isKnown = kind !== null && Object.hasOwn(PLAIN, kind)
  const plain = isKnown ? PLAIN[kind]?.(column, type) : null
  if (!plain) return unreadable(column, type)
  if (plain.type.name === 'varchar' || !asText) return plain
  const note = 'Kept as text, as it was asked for.'
  return { ...plain, ...plain.spelled, type: { name: 'varchar' }, note }
}

/** The type's name without precisions, such as TIMESTAMP WITH TIME ZONE; null for types that somebody made. */
function kindOf({ name, owner }: DeclaredType): string | null {
  if (owner !== null && name !== 'XMLTYPE') return null
  return name.replace(/\(\d+\)/g, '')
}

const AS_SPELLED = 'Kept as text, as the database spells it.'
const PLAIN: Record<string, (column: string, type: DeclaredType) => ColumnPlan> = {
  'NUMBER': numberColumn,
  'FLOAT': floatColumn,
  'BINARY_FLOAT': (column) => ({
    ...fixed([column], { name: 'float' }, values.asFloat),
    spelled: { write: values.asFloatText },
  }),
  'BINARY_DOUBLE': (column) => ({
    ...fixed([column], { name: 'double' }, values.asDouble),
    spelled: { write: values.asText },
  }),
  'DATE': dateColumn,
  'TIMESTAMP': timestampColumn,
  'TIMESTAMP WITH TIME ZONE': zonedColumn,
  'TIMESTAMP WITH LOCAL TIME ZONE': localColumn,
  'INTERVAL YEAR TO MONTH': (column) => textColumn(`to_char(${column})`, INTERVAL_NOTE),
  'INTERVAL DAY TO SECOND': (column) => textColumn(`to_char(${column})`, INTERVAL_NOTE),
  'CHAR': shortText,
  'VARCHAR2': shortText,
  'NCHAR': shortText,
  'NVARCHAR2': shortText,
  'ROWID': (column) => textColumn(`cast(${column} as varchar2(4000))`, AS_SPELLED),
  'UROWID': (column) => textColumn(`cast(${column} as varchar2(4000))`, AS_SPELLED),
  'BOOLEAN': (column) => ({
    ...fixed(
      [`case when ${column} is null then null when ${column} then 1 else 0 end`],
      { name: 'boolean' },
      values.asBoolean
    ),
    spelled: { write: values.asBooleanText },
  }),
  'RAW': (column, { length }) => bytes({ selected: [column], width: length, isWhole: false }),
  'LONG RAW': (column) => bytes({ selected: [column], width: 0, isWhole: true }),
  'LONG': (column) => texts({ selected: [column], width: 0, isWhole: true }, null),
  'BLOB': (column) => bytes(lobColumn(column, 'blob')),
  'CLOB': (column) => texts(lobColumn(column, 'clob'), null),
  'NCLOB': (column) => texts(lobColumn(column, 'nclob'), null),
  'XMLTYPE': (column) =>
    texts(serializedColumn(`xmlserialize(content ${column} as clob)`), 'Kept as text, as XML.'),
  'VECTOR': (column) =>
    texts(serializedColumn(`vector_serialize(${column} returning clob)`), AS_SPELLED),
  'JSON': (column) => ({
    ...texts(serializedColumn(`json_serialize(${column} returning clob error on error)`), null),
    type: { name: 'json' },
    spelled: { write: values.asText },
  }),
}

const INTERVAL_NOTE = 'Kept as text: months, days and seconds of an interval are apart.'

function shortText(column: string, { length, characters }: DeclaredType): ColumnPlan {
  return { ...textColumn(column, null), width: Math.max(length, characters, SHORT) }
}

function texts(source: Source, note: string | null): ColumnPlan {
  return { ...source, type: { name: 'varchar' }, write: values.asText, note }
}

function bytes(source: Source): ColumnPlan {
  return {
    ...source,
    type: { name: 'blob' },
    write: values.asBytes,
    note: null,
    spelled: { write: values.asHex },
  }
}

/** Objects, collections, references, files: that there is one is told, and of which type. */
function unreadable(column: string, { name, owner }: DeclaredType): ImportType {
  const type = owner === null ? name : `${owner}.${name}`
  const told = `(${type})`
  return {
    ...fixed(
      [`case when ${column} is not null then 1 end`],
      { name: 'varchar' },
      (_: ImportedValue, writer: VariableWriter, row: number) => writer.text(row, told)
    ),
    note: 'Not imported: values of this type cannot be read. Where there is one, its type stands.',
  }
}
