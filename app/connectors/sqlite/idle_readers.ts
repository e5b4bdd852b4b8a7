import { ReaderClient } from '#connectors/sqlite/reader_client'

const IDLE_TIMEOUT = 60_000
const MAX_IDLE = 4

interface IdleReader {
  tenantId: string
  reader: ReaderClient
  timer: NodeJS.Timeout
}

/**
 * Starting a process takes longer than reading from it, so that one which has closed its file is kept for a
 * while; for the same tenant only, because a file may have been made to take a reader over.
 */
export class IdleReaders {
  readonly #idle: IdleReader[] = []

  take(tenantId: string): ReaderClient {
    const at = this.#idle.findIndex((one) => one.tenantId === tenantId)
    const [found] = at < 0 ? [] : this.#idle.splice(at, 1)
    if (!found) return new ReaderClient()
    clearTimeout(found.timer)
    return found.reader.isAlive ? found.reader : this.take(tenantId)
  }

  giveBack(tenantId: string, reader: ReaderClient): void {
    if (this.#idle.length >= MAX_IDLE) this.#end(this.#idle[0])
    const timer = setTimeout(() => this.#end(idle), IDLE_TIMEOUT).unref()
    const idle = { tenantId, reader, timer }
    this.#idle.push(idle)
  }

  #end(idle: IdleReader | undefined): void {
    if (!idle) return
    clearTimeout(idle.timer)
    this.#idle.splice(this.#idle.indexOf(idle), 1)
    idle.reader.kill()
  }
}
