import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs'
import { MasterKeyInvalidError } from '#vault/errors'

/** No file of keys is longer, and something else by mistake is not read into memory. Bytes. */
const MAX_SIZE = 64 * 1024

/** Not through a link, and without waiting for somebody to write into what turns out to be a pipe. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/**
 * The text of a file that its owner alone can read: a regular one, mode 0400, owned by `user` or root. What is judged
 * is the descriptor that is then read, so nobody can exchange the file in between.
 *
 * @throws {MasterKeyInvalidError} naming the path, what is wrong with it and the command that mends it
 */
export function readKeyFile(path: string, variable: string, user: number): string {
  const descriptor = openKeyFile(path, variable)
  try {
    const fault = faultOf(fstatSync(descriptor), path, user)
    if (fault) throw new MasterKeyInvalidError(`${variable} names ${path}, ${fault}`)
    return readFileSync(descriptor, 'utf8')
  } finally {
    closeSync(descriptor)
  }
}

/** The mode as `chmod` takes it: `0640`. */
export function modeOf(stats: Stats): string {
  return (stats.mode & 0o7777).toString(8).padStart(4, '0')
}

function openKeyFile(path: string, variable: string): number {
  try {
    return openSync(path, FLAGS)
  } catch (cause) {
    throw new MasterKeyInvalidError(
      `${variable} names ${path}, which ${REASONS[codeOf(cause)] ?? 'cannot be opened. Check it'}`,
      { cause }
    )
  }
}

const REASONS: Partial<Record<string, string>> = {
  ENOENT: 'does not exist. Check the path',
  ENOTDIR: 'does not exist: a part of the path is not a folder. Check the path',
  EACCES:
    "this process's user may not read. Make that user its owner with chown, and chmod 0400 it",
  ELOOP:
    'is a symbolic link, and the provider "file" follows none. Name the file itself, or use the provider ' +
    '"environment" for secrets that are mounted as links',
  ENXIO: 'is a socket. Name a file',
}

function codeOf(error: unknown): string {
  return String(Object(error).code)
}

function faultOf(stats: Stats, path: string, user: number): string | null {
  if (!stats.isFile()) return 'which is not a regular file. Name a file'
  if (stats.uid !== user && stats.uid !== 0) {
    return (
      `which belongs to user ${stats.uid} instead of ${user}, whom this process runs as. ` +
      `Run: chown ${user} '${path}'`
    )
  }
  if (modeOf(stats) !== '0400') {
    return `whose mode is ${modeOf(stats)} instead of 0400. Run: chmod 0400 '${path}'`
  }
  return stats.size > MAX_SIZE ? 'which is too long to be a file of keys. Check the path' : null
}
