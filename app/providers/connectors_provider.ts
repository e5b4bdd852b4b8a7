import type { ApplicationService } from '@adonisjs/core/types'
import connectorsConfig from '#config/connectors'
import { ConfinedFiles } from '#connectors/confined_files'
import { ConnectorManager } from '#connectors/connector_manager'
import { EgressPolicy } from '#connectors/egress_policy'
import { engines } from '#connectors/registry'
import { SessionBudget } from '#connectors/session_budget'

/** Binds what reaches other servers, and closes all of it with the process. */
export default class ConnectorsProvider {
  #manager: ConnectorManager | undefined

  constructor(protected app: ApplicationService) {}

  register() {
    this.app.container.singleton(EgressPolicy, () => new EgressPolicy(connectorsConfig.egress))
    this.app.container.singleton(
      ConfinedFiles,
      () =>
        new ConfinedFiles({
          folder: connectorsConfig.filesDir,
          ownFiles: connectorsConfig.ownFiles,
        })
    )
    this.app.container.singleton(ConnectorManager, async (resolver) => {
      this.#manager = new ConnectorManager(engines, {
        egress: await resolver.make(EgressPolicy),
        files: await resolver.make(ConfinedFiles),
        budget: new SessionBudget(connectorsConfig.pool),
        limits: connectorsConfig.limits,
        connectTimeout: connectorsConfig.connectTimeout,
        testDeadline: connectorsConfig.testDeadline,
        readDeadline: connectorsConfig.readDeadline,
        importSilence: connectorsConfig.importSilence,
        pool: connectorsConfig.pool,
      })
      return this.#manager
    })
  }

  /** A wrong EGRESS_ALLOW refuses to start. */
  async boot() {
    await this.app.container.make(EgressPolicy)
  }

  async shutdown() {
    await this.#manager?.dispose()
  }
}
