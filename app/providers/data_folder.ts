import { accessSync, constants, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { BootRefusedError } from '#providers/boot_rules'

/**
 * Makes a folder for data that nobody else may enter, unless it is there, and its parents.
 *
 * @throws {BootRefusedError} when it cannot be made, or not written to
 */
export function ensureDataFolder(folder: string, variable: string): void {
  try {
    makeFolder(folder)
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new BootRefusedError([
      `${variable}: the folder ${folder} cannot be made or written to (${Object(error).code}). ` +
        "Let this process's user write there, or name another.",
    ])
  }
}

/** One level after the other: Node's own recursion never ends where a parent cannot be made, as in /proc. */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return
  if (dirname(folder) !== folder) makeFolder(dirname(folder))
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    // Another process may have been quicker.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error
  }
}
