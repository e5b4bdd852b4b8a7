import { ApiError } from '#exceptions/api_error'
import type { Visibility } from '#models/database_connection'
import { MAX_CONNECTIONS } from '#services/backup/backup_limits'
import { isObject } from '#validators/strict_object'

/** One connection as a file holds it: nothing in it belongs to an installation, a tenant or a key. */
export interface BackupEntry {
  name: string
  type: string
  config: Record<string, unknown>
  /** In clear where the file is sealed, masks where it is not. */
  credentials: Record<string, string>
  visibility: Visibility
  tags: string[]
  /** Email of its owner. */
  owner: string
}

export const BACKUP_FORMAT = 'varlor-connections'
export const BACKUP_VERSION = 1

/** The document as text: indented for people, else on one line. */
export function writeDocument(connections: BackupEntry[], indented: boolean): string {
  const document = { format: BACKUP_FORMAT, version: BACKUP_VERSION, connections }
  return JSON.stringify(document, null, indented ? 2 : 0)
}

/**
 * The connections of a document, of which nothing is known yet but how many there are.
 * @throws ApiError E_BACKUP_UNREADABLE, E_BACKUP_UNSUPPORTED, E_INVALID, E_UNKNOWN_FIELD
 */
export function readDocument(text: string): unknown[] {
  const document = parsed(text)
  if (!isObject(document) || document.format !== BACKUP_FORMAT) {
    const message = 'This file is not a backup of connections.'
    throw new ApiError('E_BACKUP_UNREADABLE', { message })
  }
  refuseOtherVersion(document.version)
  const { format, version, connections, ...unknown } = document
  const [field] = Object.keys(unknown)
  if (field !== undefined) throw new ApiError('E_UNKNOWN_FIELD', { field: field.slice(0, 60) })
  if (Array.isArray(connections) && connections.length <= MAX_CONNECTIONS) return connections
  const message = `The connections must be a list of at most ${MAX_CONNECTIONS}.`
  throw new ApiError('E_INVALID', { message, field: 'connections' })
}

/** @throws ApiError E_BACKUP_UNSUPPORTED */
export function refuseOtherVersion(version: unknown) {
  if (version === BACKUP_VERSION) return
  const isNewer = Number.isSafeInteger(version) && Number(version) > BACKUP_VERSION
  const message = isNewer
    ? `This backup has format ${Number(version)}; this version of Varlor reads format ${BACKUP_VERSION}.`
    : 'This backup does not say which format it has.'
  const hint = isNewer ? 'Restore it with the version that made it, or a newer one.' : undefined
  throw new ApiError('E_BACKUP_UNSUPPORTED', { message, hint })
}

/** Says nothing of the content when it fails: a parser's message quotes what it read. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new ApiError('E_BACKUP_UNREADABLE', { message: 'This file is not a backup, or was cut.' })
  }
}
