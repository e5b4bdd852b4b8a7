import { randomBytes } from 'node:crypto'
import type { ConformanceServer } from '#tests/conformance/conformance_spec'

/** What a server must be able to do for the tests about passwords. */
export interface PasswordBench {
  /** Adds a user who may sign in to where the suite works, and change its own password, or those of others as well. */
  addUser(user: PasswordUser): Promise<void>
  /** What connections have to have, so that a password may be changed over them. */
  config?: Record<string, unknown>
  /** Where it listens, when not at the port of its config. */
  port?: number
  /** The worst password that this server takes; all punctuation of ASCII when absent. */
  worstPassword?: string
  /** A name that breaks whoever puts it into a statement unquoted; absent where names cannot. */
  worstName?: string
  /** Runs the work while the server has rules for the passwords of this user; it is given one that they refuse. */
  withRules?: (username: string, work: (refused: string) => Promise<void>) => Promise<void>
  /** Runs the work, and resolves with what the server wrote to the logs of its statements meanwhile. */
  loggedDuring?: (work: () => Promise<void>) => Promise<string>
  /** Lays a view that writes when it is read, and says its name. */
  addWritingView?: () => Promise<string>
}

export interface PasswordUser {
  username: string
  password: string
  changes: 'own' | 'others'
}

export const ALL_PUNCTUATION = `aA1 !"#$%&'()*+,-./:;<=>?@[\\]^_\`{|}~ ''""\\\\ $1 %s \${x}`

/** A server of an engine that can change passwords has a bench for them. */
export function passwordsOf({ passwords }: ConformanceServer): PasswordBench {
  if (!passwords) throw new Error('This server says nothing about passwords')
  return passwords
}

export function newName(prefix: string): string {
  return `${prefix}_${randomBytes(5).toString('hex')}`
}
