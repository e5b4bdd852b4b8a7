import type { SchemaRules } from '@adonisjs/lucid/types/schema_generator'

/** What the generator cannot see in the tables; skipped columns are declared in their models. */
export default {
  tables: {
    users: { skipColumns: ['role'] },
    database_connections: {
      skipColumns: ['config', 'credential_fields', 'visibility', 'last_test_status'],
    },
    audit_events: { skipColumns: ['outcome'] },
    api_sessions: { skipColumns: ['kind'] },
    api_tokens: { skipColumns: ['abilities'] },
    invitations: { skipColumns: ['role'] },
    key_rotations: { skipColumns: ['status'] },
    key_holders: { skipColumns: ['key_ids'] },
    datasets: {
      skipColumns: [
        ...['status', 'visibility', 'row_count', 'byte_count', 'cancel_requested', 'lease_until'],
      ],
    },
    dataset_tables: {
      skipColumns: [
        ...['request', 'status', 'adds_rows', 'columns', 'files'],
        ...['row_count', 'byte_count', 'row_estimate'],
      ],
    },
  },
} satisfies SchemaRules
