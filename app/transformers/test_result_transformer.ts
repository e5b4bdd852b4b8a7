import { BaseTransformer } from '@adonisjs/core/transformers'
import type { TestResult } from '#connectors/contracts'

/** How a test ended: a refusal by the target is an answer, not an error. */
export default class TestResultTransformer extends BaseTransformer<TestResult> {
  toObject() {
    const { resource } = this
    const testResult = this.pick(resource, [
      'message',
      'error',
      'code',
      'field',
      'hint',
      'latencyMs',
      'serverVersion',
      'readOnly',
      'superuser',
      'probes',
    ])
    return { success: resource.success, testResult }
  }
}
