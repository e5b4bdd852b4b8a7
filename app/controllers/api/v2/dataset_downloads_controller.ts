import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { DatasetReading } from '#services/datasets/dataset_reading'
import { downloadValidator } from '#validators/dataset'

const TYPES = {
  parquet: 'application/vnd.apache.parquet',
  csv: 'text/csv; charset=utf-8',
} as const

/** The tables of datasets, to take away. */
@inject()
export default class DatasetDownloadsController {
  constructor(private reading: DatasetReading) {}

  /** Sends a table as one file. */
  async show({ actor, clientSignal, params, request, response }: HttpContext) {
    const { format } = await downloadValidator.validate(request.qs())
    const { id, tableId } = params
    const wanted = { id, tableId }
    const file = await this.reading.download(actor, wanted, format, clientSignal)
    response.header('Content-Type', TYPES[format])
    response.header('Content-Disposition', attachment(`${file.name}.${format}`))
    response.header('Cache-Control', 'private, no-store')
    if (file.bytes !== null) response.header('Content-Length', file.bytes)
    response.stream(file.stream)
  }
}

/** RFC 6266: a name that every client understands, and the real one. */
function attachment(name: string): string {
  const plain = name.replace(/[^\w. -]/g, '_')
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`
}
