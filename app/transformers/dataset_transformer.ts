import { BaseTransformer } from '@adonisjs/core/transformers'
import type Dataset from '#models/dataset'
import type DatasetTable from '#models/dataset_table'

/** What leaves of a dataset; with its tables where they were loaded. */
export default class DatasetTransformer extends BaseTransformer<Dataset> {
  toObject() {
    const { resource } = this
    return {
      ...this.pick(resource, ['id', 'ownerId', 'name', 'visibility', 'status', 'cancelRequested']),
      connection: {
        id: resource.connectionId,
        name: resource.connectionName,
        type: resource.connection?.type ?? null,
      },
      rows: resource.rowCount,
      bytes: resource.byteCount,
      tableCount: resource.tableCount,
      error: errorOf(resource),
      createdAt: resource.createdAt.toISO(),
      queuedAt: resource.queuedAt.toISO(),
      startedAt: resource.startedAt?.toISO() ?? null,
      finishedAt: resource.finishedAt?.toISO() ?? null,
    }
  }

  /** For one dataset. */
  toWhole() {
    return { ...this.toObject(), tables: this.resource.tables.map(tableOf) }
  }
}

function tableOf(table: DatasetTable) {
  const { id, schema, name, request, status, rowCount, byteCount, rowEstimate, files } = table
  const { columns, filters, limit, asText, cursor } = request
  return {
    ...{ id, schema, name, status },
    request: { columns, filters, limit, asText, cursor },
    columns: table.columns,
    rows: rowCount,
    bytes: byteCount,
    rowEstimate,
    isReadable: files.length > 0,
    error: errorOf(table) && { ...errorOf(table), column: table.errorColumn },
    startedAt: table.startedAt?.toISO() ?? null,
    finishedAt: table.finishedAt?.toISO() ?? null,
  }
}

function errorOf({
  errorCode: code,
  errorMessage: message,
  errorHint: hint,
}: Pick<Dataset, 'errorCode' | 'errorMessage' | 'errorHint'>) {
  return code === null ? null : { code, message, hint }
}
