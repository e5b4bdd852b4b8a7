import { ApiError } from '#exceptions/api_error'
import { readDocument, writeDocument, type BackupEntry } from '#services/backup/backup_document'
import { MIN_PASSPHRASE } from '#services/backup/backup_limits'
import { openBackup, sealBackup } from '#services/backup/backup_seal'
import { unmasked } from '#services/backup/masks'

/** A connection of a file, not validated yet. */
export interface ReadEntry {
  entry: unknown
  /** Credential fields of which the file tells only that they were set. */
  maskedFields: string[]
}

/** Null for a readable file whose credentials are masks. */
export type Passphrase = string | null

/** A file as text: sealed under the passphrase, else readable. */
export async function writeBackup(entries: BackupEntry[], passphrase: Passphrase): Promise<string> {
  if (passphrase === null) return `${writeDocument(entries, true)}\n`
  refuseShort(passphrase)
  return `${await sealBackup(writeDocument(entries, false), passphrase)}\n`
}

/**
 * The connections of a file.
 * @throws ApiError E_REQUIRED without a passphrase where there must be one, E_BACKUP_UNREADABLE, E_BACKUP_UNSUPPORTED;
 * E_INVALID, E_UNKNOWN_FIELD
 */
export async function readBackup(file: string, passphrase: Passphrase): Promise<ReadEntry[]> {
  const text = file.trim()
  if (!isSealed(text)) return readDocument(text).map(unmasked)
  if (!passphrase) {
    const message = 'This file is sealed: its passphrase is missing.'
    throw new ApiError('E_REQUIRED', { message, field: 'passphrase' })
  }
  const document = await openBackup(text, passphrase)
  return readDocument(document).map((entry) => ({ entry, maskedFields: [] }))
}

/** A readable file is a JSON object; everything else must be sealed. */
export function isSealed(file: string): boolean {
  return !file.trimStart().startsWith('{')
}

/** @throws ApiError E_INVALID */
export function refuseShort(passphrase: string) {
  if ([...passphrase].length >= MIN_PASSPHRASE) return
  const message = `The passphrase must have at least ${MIN_PASSPHRASE} characters: whoever gets hold of the file can guess as often as they like.`
  throw new ApiError('E_INVALID', { message, field: 'passphrase' })
}
