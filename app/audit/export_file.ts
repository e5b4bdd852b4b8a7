import { open } from 'node:fs/promises'
import { E_FILE_EXISTS } from '#audit/audit_errors'

/**
 * Writes lines to a new file that only its owner may read, and returns once they are on the disk.
 * @throws E_FILE_EXISTS
 */
export async function writeExportFile(path: string, lines: AsyncIterable<string>): Promise<void> {
  const file = await create(path)
  try {
    for await (const text of lines) await file.write(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function create(path: string) {
  try {
    return await open(path, 'wx', 0o600)
  } catch (error) {
    if ((error as { code?: unknown }).code === 'EEXIST') throw new E_FILE_EXISTS([path])
    throw error
  }
}
