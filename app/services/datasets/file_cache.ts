import { createHash } from 'node:crypto'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { SingleFlight } from '#vault/single_flight'

interface CachedFile {
  path: string
  bytes: number
  /** Who reads it now: it stays for as long. */
  readers: number
}

/** Writes what a key stands for into a new file. */
type Make = (key: string, path: string) => Promise<unknown>

/**
 * Files that are made on this machine to be read: those of an object store, and those that were put together. Begins
 * empty with the process; at most as many bytes as given are kept beside what is being read.
 */
export class FileCache {
  /** The least lately used first. */
  readonly #files = new Map<string, CachedFile>()
  readonly #makings = new SingleFlight<CachedFile>()
  readonly #folder: string
  #ready: Promise<unknown> | undefined

  constructor(
    { folder, bytes }: { folder: string; bytes: number },
    private readonly most = bytes
  ) {
    // Several processes may share the data folder.
    this.#folder = join(folder, String(process.pid))
  }

  /** Keeps files on this machine until they are released. */
  async hold(keys: readonly string[], make: Make) {
    const held: CachedFile[] = []
    const release = async () => {
      for (const file of held.splice(0)) file.readers -= 1
      await this.#shrink()
    }
    try {
      for (const key of keys) held.push(await this.#take(key, make))
      return { paths: held.map(({ path }) => path), release }
    } catch (error) {
      await release()
      throw error
    }
  }

  async clear(): Promise<void> {
    this.#files.clear()
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #take(key: string, make: Make): Promise<CachedFile> {
    await (this.#ready ??= this.clear().then(() => mkdir(this.#folder, { recursive: true })))
    const file = this.#files.get(key) ?? (await this.#makings.run(key, () => this.#load(key, make)))
    file.readers += 1
    this.#files.delete(key)
    this.#files.set(key, file)
    return file
  }

  async #load(key: string, make: Make): Promise<CachedFile> {
    const name = createHash('sha256').update(key).digest('hex')
    const path = join(this.#folder, `${name}.parquet`)
    try {
      await make(key, `${path}.part`)
      await rename(`${path}.part`, path)
    } finally {
      await rm(`${path}.part`, { force: true })
    }
    const { size: bytes } = await stat(path)
    return { path, bytes, readers: 0 }
  }

  async #shrink(): Promise<void> {
    let total = [...this.#files.values()].reduce((sum, { bytes }) => sum + bytes, 0)
    for (const [key, { path, bytes, readers }] of this.#files) {
      if (total <= this.most) return
      if (readers > 0) continue
      this.#files.delete(key)
      total -= bytes
      await rm(path, { force: true })
    }
  }
}
