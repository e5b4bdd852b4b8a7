import type { BigIntStats } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { ConnectorError } from '#connectors/connector_error'

/** A plain name: no folder, no leading dot, nothing that a path, URI or shell could read another way. */
const PLAIN_NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_. ()-]{0,199}$/u

/** Keeps engines that read files inside their tenant's own folder, and away from our own files. */
export class ConfinedFiles {
  constructor(private readonly options: { folder: string; ownFiles: readonly string[] }) {}

  /** Where the files of a tenant lie. */
  folderOf(tenantId: string): string {
    if (!/^[\w-]+$/.test(tenantId)) throw new RangeError('A tenant id is a plain name')
    return join(this.options.folder, tenantId)
  }

  /**
   * Real path of a tenant's file.
   *
   * @throws ConnectorError `file_missing`, or `bad_config` when the name leads elsewhere
   */
  async locate(tenantId: string, name: unknown): Promise<string> {
    if (typeof name !== 'string' || !PLAIN_NAME.test(name)) throw notAPlainName()
    const folder = this.folderOf(tenantId)
    const path = await realpath(join(folder, name)).catch(() => null)
    if (path === null) throw missing(name)
    if (!path.startsWith((await realpath(folder)) + sep)) throw notAPlainName()

    const found = await stat(path, { bigint: true })
    if (!found.isFile() || (await this.#isOurs(found))) throw missing(name)
    return path
  }

  async #isOurs(found: BigIntStats): Promise<boolean> {
    for (const path of this.options.ownFiles) {
      const own = await stat(path, { bigint: true }).catch(() => null)
      if (own && own.dev === found.dev && own.ino === found.ino) return true
    }
    return false
  }
}

function notAPlainName() {
  return new ConnectorError('bad_config', 'This is not the name of a file in your folder.', {
    field: 'file',
    hint: "Enter a file's name without a folder.",
  })
}

function missing(name: string) {
  return new ConnectorError('file_missing', `There is no file ${name}.`)
}
