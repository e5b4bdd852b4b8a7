import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ConnectionReader } from '#services/connection_reader'
import { previewValidator } from '#validators/connection_queries'

/** The structure and first rows of a table. */
@inject()
export default class TablePreviewsController {
  constructor(private reader: ConnectionReader) {}

  /** Previews a table. */
  async show({ actor, clientSignal, params, request }: HttpContext) {
    const { schema = null, limit, count } = await previewValidator.validate(request.qs())
    const table = { schema, name: params.name as string }
    const options = { limit, exactCount: count === 'exact' }
    const preview = await this.reader.preview(actor, params.id, table, options, clientSignal)
    const { columns, rowCount, rows, truncated } = preview
    return { data: { table: preview.table, columns, rowCount, rows, truncated } }
  }
}
