import { randomBytes } from 'node:crypto'
import { text } from 'node:stream/consumers'

export interface PasswordInput {
  password: string
  /** Generated here, so that it must be shown: nobody else knows it. */
  isGenerated: boolean
}

/** The password from standard input (less one line ending), or a random one of 144 bits. */
export async function passwordInput(fromStdin: boolean): Promise<PasswordInput> {
  if (!fromStdin) return { password: randomBytes(18).toString('base64url'), isGenerated: true }
  const input = await text(process.stdin)
  return { password: input.replace(/\r?\n$/, ''), isGenerated: false }
}
