import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { DatasetReading } from '#services/datasets/dataset_reading'
import { datasetPreviewValidator } from '#validators/dataset'

/** The first rows of the tables of datasets. */
@inject()
export default class DatasetPreviewsController {
  constructor(private reading: DatasetReading) {}

  /** Previews a table. */
  async show({ actor, clientSignal, params, request, response }: HttpContext) {
    const { limit } = await datasetPreviewValidator.validate(request.qs())
    const { id, tableId } = params
    const { columns, rows, rowCount, truncated } = await this.reading.preview(
      actor,
      { id, tableId },
      limit,
      clientSignal
    )
    response.header('Cache-Control', 'private, no-store')
    return { data: { columns, rowCount, rows, truncated } }
  }
}
