import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file with this text in a folder of its own, which the test removes. */
export function temporaryFile(text: string): { path: string; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'varlor-keys-'))
  const path = join(folder, 'file')
  writeFileSync(path, text)
  return { path, folder }
}
