import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { DatasetEvents } from '#services/datasets/dataset_events'
import { DatasetService } from '#services/datasets/dataset_service'
import DatasetTransformer from '#transformers/dataset_transformer'

/** How datasets come along. */
@inject()
export default class DatasetEventsController {
  constructor(
    private datasets: DatasetService,
    private events: DatasetEvents
  ) {}

  /** Tells it as server-sent events, each with what showing the dataset would answer. */
  async index({ actor, clientSignal, params, response, serialize }: HttpContext) {
    const look = async () => {
      const dataset = await this.datasets.find(actor, params.id)
      const told = await serialize(DatasetTransformer.transform(dataset).useVariant('toWhole'))
      return { state: JSON.stringify(told), isOver: dataset.hasEnded }
    }
    const events = await this.events.stream(actor.tenantId, look, clientSignal)
    response.header('Content-Type', 'text/event-stream; charset=utf-8')
    response.header('Cache-Control', 'no-store')
    response.header('X-Accel-Buffering', 'no')
    response.stream(events)
  }
}
