import type { ApplicationService } from '@adonisjs/core/types'
import { loggable } from '#exceptions/loggable'
import { MasterKeyring } from '#vault/master_keyring'

/** Milliseconds between signs of life. */
const HEARTBEAT = 15_000

/** Tells the other processes which master keys this server holds, from before it serves until it ends. */
export default class KeyHolderProvider {
  #heartbeat?: NodeJS.Timeout
  #withdraw = async () => {}

  constructor(protected app: ApplicationService) {}

  async start() {
    if (this.app.getEnvironment() !== 'web' || this.app.getMode() !== 'run') return
    const { announce, keepAnnounced, withdraw } = await import('#vault/rotation/key_holders')
    const logger = await this.app.container.make('logger')
    const keyring = await this.app.container.make(MasterKeyring)
    const id = await announce(keyring)
    const report = (error: unknown) =>
      logger.error({ error: loggable(error) }, 'the list of servers could not be kept up to date')
    this.#heartbeat = setInterval(() => {
      keepAnnounced(id, keyring).catch(report)
    }, HEARTBEAT).unref()
    this.#withdraw = () => withdraw(id).catch(report)
  }

  async shutdown() {
    clearInterval(this.#heartbeat)
    await this.#withdraw()
  }
}
