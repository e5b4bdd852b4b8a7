import { exactly } from '#database/exactly'
import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    const { name: dialect } = this.db.dialect

    this.schema.createTable('datasets', (table) => {
      table.string('id', 36).primary()
      table
        .string('tenant_id', 36)
        .notNullable()
        .references('id')
        .inTable('tenants')
        .onDelete('CASCADE')
      table.string('owner_id', 36).notNullable().references('id').inTable('users')
      /** Null once the connection is deleted; its name stays. */
      table
        .string('connection_id', 36)
        .nullable()
        .references('id')
        .inTable('database_connections')
        .onDelete('SET NULL')
      table.string('connection_name', 120).notNullable()
      table.string('name', 120).notNullable()
      /** Case-folded name; the id, once the dataset is deleted, so that its name is free. */
      exactly(table.string('name_key', 250).notNullable(), dialect)
      table.string('visibility', 10).notNullable()
      table.string('status', 10).notNullable()
      /** How many tables it has, which no dataset ever changes. */
      table.integer('table_count').notNullable()
      table.bigInteger('row_count').notNullable().defaultTo(0)
      table.bigInteger('byte_count').notNullable().defaultTo(0)
      table.string('error_code', 40).nullable()
      table.text('error_message').nullable()
      table.text('error_hint').nullable()
      table.boolean('cancel_requested').notNullable().defaultTo(false)
      /** How often a worker has begun since somebody asked for it. */
      table.integer('attempts').notNullable().defaultTo(0)
      /** Host, process and worker that has it. */
      table.string('lease_holder', 120).nullable()
      /** Counts every time that it is taken: whoever writes says theirs, and an old one writes nothing. */
      table.integer('fence').notNullable().defaultTo(0)
      /** Milliseconds since 1970 by the database's clock: after that another worker may take it. */
      table.bigInteger('lease_until').notNullable().defaultTo(0)
      /** When it was asked for, last: queues are in this order. */
      table.dateTime('queued_at', { precision: 3 }).notNullable()
      table.dateTime('started_at', { precision: 3 }).nullable()
      table.dateTime('finished_at', { precision: 3 }).nullable()
      /** From then on it is nobody's, and goes as soon as its files are gone. */
      table.dateTime('deleted_at', { precision: 3 }).nullable().index()
      table.dateTime('created_at', { precision: 3 }).notNullable()
      table.dateTime('updated_at', { precision: 3 }).notNullable()
      table.unique(['id', 'tenant_id'])
      table.unique(['tenant_id', 'name_key'])
      table.index(['tenant_id', 'created_at', 'id'])
      table.index(['tenant_id', 'status'])
      table.index(['status', 'queued_at'])
      table.index(['connection_id'])
    })

    this.schema.createTable('dataset_tables', (table) => {
      table.string('id', 36).primary()
      table.string('tenant_id', 36).notNullable()
      table.string('dataset_id', 36).notNullable()
      table.integer('position').notNullable()
      table.string('schema', 255).nullable()
      table.string('name', 255).notNullable()
      /** JSON: what is imported of it, see `TableRequest`. MySQL's TEXT is too short for 1,600 names. */
      table.text('request', 'mediumtext').notNullable()
      table.string('status', 10).notNullable()
      /** Whether the next import adds the rows above the highest cursor, rather than reading all of them. */
      table.boolean('adds_rows').notNullable().defaultTo(false)
      /** JSON list of `ImportedColumn`; null until the table was begun. */
      table.text('columns', 'mediumtext').nullable()
      table.bigInteger('row_count').notNullable().defaultTo(0)
      table.bigInteger('byte_count').notNullable().defaultTo(0)
      table.bigInteger('row_estimate').nullable()
      /** JSON list of `StoredFile`, in the order in which their rows come. */
      table.text('files', 'mediumtext').notNullable()
      table.string('error_code', 40).nullable()
      table.text('error_message').nullable()
      table.text('error_hint').nullable()
      table.string('error_column', 255).nullable()
      table.dateTime('started_at', { precision: 3 }).nullable()
      table.dateTime('finished_at', { precision: 3 }).nullable()
      table
        .foreign(['dataset_id', 'tenant_id'])
        .references(['id', 'tenant_id'])
        .inTable('datasets')
        .onDelete('CASCADE')
      table.unique(['dataset_id', 'position'])
    })
  }

  async down() {
    this.schema.dropTable('dataset_tables')
    this.schema.dropTable('datasets')
  }
}
