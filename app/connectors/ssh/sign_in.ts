import type { AnyAuthMethod, ParsedKey, Prompt } from 'ssh2'
import type { ConnectorError } from '#connectors/connector_error'
import {
  asksForMore,
  nothingToSignInWith,
  takesNoPassword,
  wantsKeyToo,
  wantsPasswordToo,
  wrongKey,
  wrongPassword,
} from '#connectors/ssh/refusals'
import type { SshServer } from '#connectors/ssh/server'

/** Ways to sign in that we know (RFC 4252 and 4256). */
type Way = 'none' | 'publickey' | 'password' | 'keyboard-interactive'

/** Tries what there is to sign in with, each thing once, and keeps why it did not do. */
export class SshSignIn {
  /** Why the server did not let us in; null while it may. */
  refusal: ConnectorError | null = null
  /** True once the server has shown its key and asks who we are. */
  hasBegun = false
  readonly #tried = new Set<Way>()

  constructor(
    private readonly server: SshServer,
    private readonly key: ParsedKey | null
  ) {}

  /** What the driver tries next; false when nothing is left. The server says which ways may go on. */
  readonly next = (left: string[] | null, isHalfway?: boolean | null): AnyAuthMethod | false => {
    this.hasBegun = true
    // Asking with nothing in hand tells which ways there are.
    if (left === null) return this.#trying('none')
    const way = this.#ways().find((one) => left.includes(one) && !this.#tried.has(one))
    if (way) return this.#trying(way)
    // The driver hides that an RSA key was right, trying it again; it is then not asked for any more.
    const isKeyDone = this.#tried.has('publickey') && !left.includes('publickey')
    const isPasswordOpen = !this.#tried.has('password') && !this.#tried.has('keyboard-interactive')
    const isEnough = !isHalfway && !(isKeyDone && isPasswordOpen)
    this.refusal ??= isEnough ? this.#explain(left) : this.#explainMore(left)
    return false
  }

  #ways(): Way[] {
    const ways: Way[] = this.key ? ['publickey'] : []
    if (this.server.password === null) return ways
    // The password goes out in one way only: a second wrong one may lock the user.
    if (!this.#tried.has('keyboard-interactive')) ways.push('password')
    if (!this.#tried.has('password')) ways.push('keyboard-interactive')
    return ways
  }

  #trying(type: Way): AnyAuthMethod {
    this.#tried.add(type)
    const { username, password } = this.server
    if (type === 'publickey' && this.key) return { type, username, key: this.key as never }
    if (type === 'password') return { type, username, password: password ?? '' }
    if (type === 'keyboard-interactive') return { type, username, prompt: this.#answer() }
    return { type: 'none', username }
  }

  /** The password to one hidden question, and nothing to any other. */
  #answer() {
    let isAnswered = false
    return (
      _name: string,
      _instructions: string,
      _language: string,
      prompts: Prompt[],
      finish: (answers: string[]) => void
    ) => {
      const isPassword = prompts.length === 1 && prompts[0]?.echo === false && !isAnswered
      isAnswered = true
      if (!isPassword) this.refusal = asksForMore(this.server)
      finish(isPassword ? [this.server.password ?? ''] : prompts.map(() => ''))
    }
  }

  /** What was tried last was right, and the server wants another proof beside it (RFC 4252, section 5.1). */
  #explainMore(left: string[]): ConnectorError {
    const { server } = this
    if (!this.key && left.includes('publickey')) return wantsKeyToo(server)
    const isForPassword = left.includes('password') || left.includes('keyboard-interactive')
    return server.password === null && isForPassword
      ? wantsPasswordToo(server)
      : asksForMore(server)
  }

  #explain(left: string[]): ConnectorError {
    const { server } = this
    if (!this.key && server.password === null) return nothingToSignInWith(server)
    if (this.#tried.has('password') || this.#tried.has('keyboard-interactive')) {
      return wrongPassword(server)
    }
    if (this.#tried.has('publickey')) return wrongKey(server)
    return left.includes('publickey') && !this.key ? takesNoPassword(server) : asksForMore(server)
  }
}
