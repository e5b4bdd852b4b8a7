import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ConnectionReader } from '#services/connection_reader'
import { tableListValidator } from '#validators/connection_queries'

/** The tables that a connection sees. */
@inject()
export default class ConnectorTablesController {
  constructor(private reader: ConnectionReader) {}

  /** Lists tables. */
  async index({ actor, clientSignal, params, request }: HttpContext) {
    const { refresh, ...filters } = await tableListValidator.validate(request.qs())
    const wanted = { ...filters, refresh: refresh === 'true' }
    const found = await this.reader.listTables(actor, params.id, wanted, clientSignal)
    const { tables, ...meta } = found
    return {
      data: tables.map(({ schema, name, kind, rowEstimate }) => ({
        schema,
        name,
        kind,
        rowEstimate,
      })),
      meta,
    }
  }
}
