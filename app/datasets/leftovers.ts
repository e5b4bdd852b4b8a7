import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { UNFINISHED } from '#datasets/parquet_file'

/** Removes everything from the folder of an import but files that are whole. */
export function removeUnfinished(folder: string): Promise<void> {
  return remove(folder, (name) => name.endsWith(UNFINISHED) || name.startsWith('.'))
}

/** Removes everything from the folder of an import. */
export function removeAll(folder: string): Promise<void> {
  return remove(folder, () => true)
}

async function remove(folder: string, isMeant: (name: string) => boolean): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  const meant = names.filter(isMeant).map((name) => join(folder, name))
  await Promise.all(meant.map((path) => rm(path, { recursive: true, force: true })))
}
