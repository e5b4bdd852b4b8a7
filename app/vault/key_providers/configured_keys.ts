import { readFileSync } from 'node:fs'
import type { Secret } from '@adonisjs/core/helpers'
import { MasterKeyInvalidError } from '#vault/errors'

export const ACTIVE = 'CREDENTIAL_ENCRYPTION_KEY'
export const PREVIOUS = 'CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS'

/** The values of the variables that hold keys, or name the files that do. */
export interface KeyVariables {
  active?: Secret<string>
  activeFile?: string
  previous?: Secret<string>
  previousFile?: string
}

/** The text of one key, and where it stood. */
export interface ConfiguredKey {
  /** What messages call it: `CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS, key 2,`. */
  name: string
  /** The variable, or `file PATH`. */
  source: string
  text: string
}

/**
 * The keys that the variables and their `_FILE` twins hold. A file of earlier ones has one on each line.
 *
 * @throws {MasterKeyInvalidError} when a variable is set together with its twin, or a file cannot be read
 */
export function readConfiguredKeys(
  variables: KeyVariables,
  readFile: (path: string, variable: string) => string = readAnyFile
): { active: ConfiguredKey | null; previous: ConfiguredKey[] } {
  const active = textOf(ACTIVE, variables.active, variables.activeFile, readFile)
  const previous = textOf(PREVIOUS, variables.previous, variables.previousFile, readFile)
  return {
    active: active && { ...active, text: active.text.trim() },
    previous: previous ? eachOf(previous) : [],
  }
}

function textOf(
  variable: string,
  value: Secret<string> | undefined,
  path: string | undefined,
  readFile: (path: string, variable: string) => string
): ConfiguredKey | null {
  if (value && path) {
    throw new MasterKeyInvalidError(`${variable} and ${variable}_FILE are both set. Keep one`)
  }
  if (value) return { name: variable, source: variable, text: value.release() }
  if (!path) return null
  const twin = `${variable}_FILE`
  return { name: twin, source: `file ${path}`, text: readFile(path, twin) }
}

function eachOf({ name, source, text }: ConfiguredKey): ConfiguredKey[] {
  return text
    .split(/[,\n]/)
    .map((entry) => entry.trim())
    .filter(Boolean)
    .map((entry, index) => ({ name: `${name}, key ${index + 1},`, source, text: entry }))
}

/** Whoever owns it, and whoever else may read it: mounted secrets are often links that everybody may read. */
function readAnyFile(path: string, variable: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new MasterKeyInvalidError(
      `${variable} names a file that cannot be read: ${path}. Check its path and its owner`,
      { cause }
    )
  }
}
