import { BaseTransformer } from '@adonisjs/core/transformers'

/** An engine that is announced and cannot be chosen yet. */
export default class PlannedEngineTransformer extends BaseTransformer<{
  name: string
  label: string
}> {
  toObject() {
    return { ...this.pick(this.resource, ['name', 'label']), available: false }
  }
}
