import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'

export default class QueueWork extends BaseCommand {
  static commandName = 'queue:work'
  static description = 'Import datasets in a process of its own, until it is told to end'
  static help = [
    'Any number of these may run, on any number of machines that share the',
    'database and the storage of datasets. With IMPORT_WORKER=apart the servers',
    'leave all imports to them. IMPORT_CONCURRENCY says how many each does at once.',
    '',
    'On SIGTERM what is under way is put back, and another worker goes on with it.',
    'After a crash another one does too, some seconds later.',
    '',
    'Example:',
    '  {{ binaryName }} queue:work',
  ]
  static options: CommandOptions = { startApp: true, staysAlive: true }

  async run(): Promise<void> {
    const { ImportWorker } = await import('#services/datasets/import_worker')
    const worker = await this.app.container.make(ImportWorker)
    this.app.terminating(() => worker.stop())
    worker.start()
    this.logger.info('Waiting for imports')
  }
}
