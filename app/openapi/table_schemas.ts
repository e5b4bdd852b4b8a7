import { count, exactly, flag, listOf, moment, orNull, ref, text } from '#openapi/json_schema'
import type { JsonSchema } from '#openapi/json_schema'

const kind: JsonSchema = {
  enum: ['table', 'view', 'materialized_view', 'foreign_table', 'partitioned_table', 'collection'],
}

/** What connectors answer: `app/connectors/contracts.ts` says the same in types. */
export const tableSchemas: Record<string, JsonSchema> = {
  TableMeta: exactly({
    page: count,
    perPage: count,
    total: count,
    lastPage: count,
    cachedAt: { ...moment, description: 'When the catalog was read.' },
  }),
  Table: exactly({ schema: orNull('string'), name: text, kind, rowEstimate: orNull('integer') }),
  Column: exactly(
    {
      name: text,
      type: { ...text, description: 'As the database spells it.' },
      nullable: flag,
      default: { ...orNull('string'), description: "The default's SQL text." },
      primaryKey: flag,
      references: {
        anyOf: [exactly({ schema: orNull('string'), name: text, column: text }), { type: 'null' }],
      },
    },
    {
      presence: {
        type: 'number',
        exclusiveMinimum: 0,
        maximum: 1,
        description:
          'Only where columns are inferred: the share of the sampled documents that have it.',
      },
    }
  ),
  Cell: {
    description:
      'One value. Decimals and 64-bit integers are strings, times are ISO 8601; what JSON cannot say is a tagged object.',
    anyOf: [
      { type: ['null', 'boolean', 'number', 'string'] },
      exactly({ $type: { const: 'binary' }, base64: text, bytes: count, truncated: flag }),
      exactly({
        $type: { const: 'text' },
        text,
        length: orNull('integer'),
        truncated: { const: true },
      }),
      exactly({ $type: { const: 'json' }, text, truncated: flag }),
      exactly({
        $type: { const: 'float' },
        value: { enum: ['NaN', 'Infinity', '-Infinity', '-0'] },
      }),
    ],
  },
  Preview: exactly({
    table: exactly({ schema: orNull('string'), name: text, kind }),
    columns: listOf(ref('Column')),
    rowCount: exactly({ value: orNull('integer'), exact: flag }),
    rows: {
      ...listOf(listOf(ref('Cell'))),
      description: "Each row is an array in the columns' order.",
    },
    truncated: { ...flag, description: 'Columns, rows or cells were left out or cut.' },
  }),
}
