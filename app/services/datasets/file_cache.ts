import { createHash } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
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

  private readonly root: string
  private readonly most: number

  constructor({ folder, bytes }: { folder: string; bytes: number }) {
    this.root = folder
    this.most = bytes
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
    if (!this.#ready) return
    this.#files.clear()
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** What processes left that were killed goes too. */
  async #prepare(): Promise<void> {
    await mkdir(this.root, { recursive: true })
    for (const name of await readdir(this.root)) {
      if (name !== String(process.pid) && isAlive(Number(name))) continue
      await rm(join(this.root, name), { recursive: true, force: true })
    }
    await mkdir(this.#folder)
  }

  async #take(key: string, make: Make): Promise<CachedFile> {
    await (this.#ready ??= this.#prepare())
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

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
