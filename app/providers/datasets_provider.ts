import type { ApplicationService } from '@adonisjs/core/types'
import { AuditTrail } from '#audit/audit_trail'
import datasetsConfig from '#config/datasets'
import { DatasetEvents } from '#services/datasets/dataset_events'
import { DatasetFiles } from '#services/datasets/dataset_files'
import { DatasetPurger } from '#services/datasets/dataset_purger'
import { Doorbell } from '#services/datasets/doorbell'
import { FileCache } from '#services/datasets/file_cache'
import { Importer } from '#services/datasets/importer'
import { ImportPlanner } from '#services/datasets/import_planner'
import { ImportQueue } from '#services/datasets/import_queue'
import { ImportWorker } from '#services/datasets/import_worker'
import { OpenReads } from '#services/datasets/open_reads'
import { RedisBell } from '#services/datasets/redis_bell'
import { ScratchFolders } from '#services/datasets/scratch_folders'
import { PasswordRecovery } from '#services/password_rotation/password_recovery'
import env from '#start/env'

const { s3, filesDir, scratchDir, cache, worker } = datasetsConfig

/** Binds what keeps and imports datasets, and imports in servers that are not told to leave it to others. */
export default class DatasetsProvider {
  constructor(protected app: ApplicationService) {}

  register() {
    const { container } = this.app
    container.singleton(FileCache, () => new FileCache(cache))
    container.singleton(DatasetFiles, async (resolver) => {
      const drive = await resolver.make('drive.manager')
      return new DatasetFiles(
        async () => drive.use(),
        s3 ? null : filesDir,
        await resolver.make(FileCache)
      )
    })
    container.singleton(DatasetPurger, async (resolver) => {
      return new DatasetPurger(await resolver.make(DatasetFiles), await resolver.make('logger'))
    })
    container.singleton(Doorbell, async (resolver) => {
      const wire = env.get('REDIS_URL') ? new RedisBell(await resolver.make('redis')) : null
      return new Doorbell(wire, await resolver.make('logger'))
    })
    container.singleton(OpenReads, () => new OpenReads())
    container.singleton(DatasetEvents, () => new DatasetEvents())
    container.singleton(Importer, async () => {
      const { runImport } = await import('#datasets/import_runner')
      return { run: runImport }
    })
    container.singleton(ImportWorker, async (resolver) => {
      return new ImportWorker({
        queue: new ImportQueue(),
        planner: await resolver.make(ImportPlanner),
        importer: await resolver.make(Importer),
        files: await resolver.make(DatasetFiles),
        scratch: new ScratchFolders(scratchDir),
        purger: await resolver.make(DatasetPurger),
        recovery: await resolver.make(PasswordRecovery),
        trail: await resolver.make(AuditTrail),
        doorbell: await resolver.make(Doorbell),
        logger: await resolver.make('logger'),
      })
    })
  }

  /** Not in tests, which decide themselves what happens when. */
  async ready() {
    if (this.app.getEnvironment() !== 'web') return
    const { container } = this.app
    const events = await container.make(DatasetEvents)
    this.app.terminating(() => events.close())
    if (worker.place === 'apart' || this.app.inTest) return
    const inside = await container.make(ImportWorker)
    this.app.terminating(() => inside.stop())
    inside.start()
  }

  async shutdown() {
    const { container } = this.app
    const copies = await container.make(FileCache)
    await copies.clear()
    if (!env.get('REDIS_URL')) return
    const doorbell = await container.make(Doorbell)
    await doorbell.close()
  }
}
