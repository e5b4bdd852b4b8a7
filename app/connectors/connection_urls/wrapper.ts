/** `scheme://` or `jdbc:`, with which addresses begin and names of parameters do not. */
const ADDRESS = String.raw`(?:jdbc:[a-z]|[a-z][a-z\d+.-]{0,40}:\/\/)`
const QUOTED = String.raw`(?<quote>["'\x60])(?<inner>.*)\k<quote>`

const BARE_ADDRESS = new RegExp(`^${ADDRESS}`, 'i')

/** `psql "…"`, `mongosh "…" --apiVersion 1`, `$ psql scheme://…` */
const QUOTED_COMMAND = new RegExp(
  String.raw`^(?:[$>#] ?)?[a-z][\w./-]{0,60}\s+${QUOTED}(?<rest>\s[^"'\x60]*)?$`,
  'is'
)
const BARE_COMMAND = new RegExp(
  String.raw`^(?:[$>#] ?)?[a-z][\w./-]{0,60}\s+(?<inner>${ADDRESS}\S*)(?<rest>\s.*)?$`,
  'is'
)

/** `export X="…"`, `DATABASE_URL='…'`: quotes around what has an address or pairs in it. */
const QUOTED_VARIABLE = new RegExp(
  String.raw`^(?:(?:export|set)\s+)?[a-z_][\w.-]{0,80}\s*(?:=|:\s)\s*${QUOTED}$`,
  'is'
)

/** `X=scheme://…`, `spring.datasource.url=jdbc:…` */
const BARE_VARIABLE = new RegExp(
  String.raw`^(?:(?:export|set)\s+)?[a-z_][\w.-]{0,80}\s*(?:=|:\s)\s*(?<inner>${ADDRESS}.*)$`,
  'is'
)

const WHOLLY_QUOTED = new RegExp(`^${QUOTED}$`, 's')

/**
 * What somebody copied together with a connection string, taken off: the command or the variable it stood behind,
 * the quotes around it, the comma or semicolon after it.
 */
export function unwrapped(text: string): { text: string; ignored: string[] } {
  const trimmed = withoutEnd(text.trim())
  for (const wrapper of [BARE_VARIABLE, QUOTED_VARIABLE, QUOTED_COMMAND, BARE_COMMAND]) {
    const { inner, rest = '', quote = '' } = wrapper.exec(trimmed)?.groups ?? {}
    if (inner !== undefined && isOne(inner, quote) && /[:=@]/.test(inner)) {
      return { text: withoutEnd(inner.trim()), ignored: switchesIn(rest) }
    }
  }
  const { inner, quote = '' } = WHOLLY_QUOTED.exec(trimmed)?.groups ?? {}
  const isQuoted = inner !== undefined && isOne(inner, quote)
  return { text: isQuoted ? withoutEnd(inner.trim()) : trimmed, ignored: [] }
}

/** Whether the quotes are around the whole: those of `Server="a";Password="b"` are around two values. */
function isOne(inner: string, quote: string): boolean {
  return quote === '' || !inner.includes(quote) || BARE_ADDRESS.test(inner)
}

/** Only after a quote or an address: elsewhere a password may end in one. */
function withoutEnd(text: string): string {
  const bare = text.replace(/[;,]$/, '')
  return BARE_ADDRESS.test(bare) || /["'`]$/.test(bare) ? bare.trimEnd() : text
}

/** Names of a command's switches, such as `username`; their values may be secrets. */
function switchesIn(rest: string): string[] {
  return [...rest.matchAll(/(?:^|\s)--?([A-Za-z][\w-]{0,38})/g)].map(([, name = '']) => name)
}
