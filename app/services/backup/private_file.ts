import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { ApiError } from '#exceptions/api_error'
import { E_FILE_EXISTS, E_FILE_UNREADABLE, E_FILE_UNWRITABLE } from '#services/backup/backup_errors'
import { MAX_FILE_BYTES } from '#services/backup/backup_limits'

/** @throws E_FILE_EXISTS */
export async function refuseExisting(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null)
  if (found) throw new E_FILE_EXISTS([path])
}

/**
 * Writes a file for its owner's eyes only. It is there whole or not at all, and on the disk before this resolves.
 * @throws E_FILE_EXISTS unless it may overwrite, E_FILE_UNWRITABLE
 */
export async function writePrivateFile(path: string, text: string, overwrite: boolean) {
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}`)
  try {
    await writeThrough(draft, text)
    await (overwrite ? rename(draft, path) : renameOnce(draft, path))
    await syncFolder(dirname(path))
  } catch (error) {
    await rm(draft, { force: true })
    throw asUnwritable(error, path)
  }
}

/** @throws E_FILE_UNREADABLE; ApiError E_BACKUP_TOO_LARGE, E_BACKUP_UNREADABLE */
export async function readTextFile(path: string): Promise<string> {
  const bytes = await readBounded(path)
  if (bytes.length > MAX_FILE_BYTES) {
    const message = `The file ${path} is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB.`
    throw new ApiError('E_BACKUP_TOO_LARGE', { message })
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new ApiError('E_BACKUP_UNREADABLE', { message: 'This file is not a backup.' })
  }
}

/** One byte more than there may be at most; a pipe does not say beforehand how much it holds. */
async function readBounded(path: string): Promise<Buffer> {
  try {
    return await buffer(createReadStream(path, { end: MAX_FILE_BYTES }))
  } catch (error) {
    throw new E_FILE_UNREADABLE([path, codeOf(error)], { cause: error })
  }
}

async function writeThrough(path: string, text: string) {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Takes the name first: a rename alone would replace what appeared there in the meantime. */
async function renameOnce(draft: string, path: string) {
  const placeholder = await open(path, 'wx', 0o600)
  await placeholder.close()
  try {
    await rename(draft, path)
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

async function syncFolder(path: string) {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function asUnwritable(error: unknown, path: string) {
  const code = codeOf(error)
  if (code === 'EEXIST') return new E_FILE_EXISTS([path])
  return new E_FILE_UNWRITABLE([path, code], { cause: error })
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' ? code : 'unknown'
}
