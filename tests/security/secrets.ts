import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SecurityCase, SecurityGroup } from '#tests/security/case'
import { addressOf } from '#tests/security/operations'
import { CANARY } from '#tests/security/things'
import { PASSWORD } from '#tests/security/targets'
import type { World } from '#tests/security/world'

/** Secrets of this run by what they are. */
async function secretsOf(world: World): Promise<Record<string, string[]>> {
  const people = [world.admin, world.editor, world.viewer, world.stranger]
  const made = [await world.ours.token(), await world.theirs.token()]
  const links = [await world.ours.invitation(), await world.theirs.invitation()]
  const { APP_KEY, CREDENTIAL_ENCRYPTION_KEY } = world.product.environment
  return {
    'a stored password': [CANARY],
    'a password that was tried out': [PASSWORD],
    'a password of a member': people.map(({ password }) => password),
    'an access token': people.map(({ token }) => token),
    'a refresh token': people.map(({ refreshToken }) => refreshToken),
    'an API token': made.map(({ token }) => token),
    'the link of an invitation': links.map(({ url }) => url.split('/').at(-1) ?? ''),
    'a key of the server': [String(APP_KEY), String(CREDENTIAL_ENCRYPTION_KEY)],
  }
}

const KINDS = [
  ...['a stored password', 'a password that was tried out', 'a password of a member'],
  ...['an access token', 'a refresh token', 'an API token', 'the link of an invitation'],
  'a key of the server',
] as const

type Place = [where: string, read: (world: World) => Promise<Buffer>, kinds: readonly string[]]

const PLACES: readonly Place[] = [
  ['the log, at `LOG_LEVEL=trace`', async ({ product }) => Buffer.from(product.output), KINDS],
  ['the database file and what lies beside it', stored, KINDS],
  ['the export of the audit trail', audited, KINDS],
  [
    'the arguments of the process',
    ({ product }) => readFile(`/proc/${product.pid}/cmdline`),
    KINDS,
  ],
]

export const secrets: SecurityGroup = {
  title: 'Secrets in what is left behind',
  cases: [
    {
      attack: 'a stored password in any answer of this whole run, and of a walk through all of it',
      expected: 'it is in none',
      run: walk,
    },
    ...PLACES.flatMap(([where, read, kinds]) =>
      kinds.map((kind): SecurityCase => ({
        attack: `${kind} in ${where}`,
        expected: 'it is not there',
        run: async (world) => {
          const bytes = await read(world)
          if (bytes.length === 0) return 'nothing was looked at'
          const texts = (await secretsOf(world))[kind] ?? []
          const found = texts.filter((text) => formsOf(text).some((form) => bytes.includes(form)))
          return found.length === 0 ? 'it is not there' : 'it is there'
        },
      }))
    ),
    {
      attack: 'a sealed backup, read without its passphrase',
      expected: 'it is not there',
      run: async (world) => {
        const body = {
          passphrase: 'a long passphrase',
          currentPassword: world.stranger.password,
        }
        await world.theirs.connection()
        const path = '/connectors/export'
        const { text, status } = await world.api(world.stranger, 'POST', path, body)
        if (status !== 200) return `${status} ${text}`
        return isIn(Buffer.from(text), CANARY) ? 'it is there' : 'it is not there'
      },
    },
  ],
}

/** As it is and as it could be spelled on its way: any of these is a leak. */
export function formsOf(secret: string): Buffer[] {
  const bytes = Buffer.from(secret)
  const texts = [
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ a: secret }).toString().slice(2),
    secret.replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    [...secret].reverse().join(''),
    ...[0, 1, 2].flatMap((shift) => middleOf(bytes, shift)),
  ]
  return [bytes, Buffer.from(secret, 'utf16le'), ...texts.map((text) => Buffer.from(text))]
}

/** Base64 of what begins so many bytes before it, without what depends on the neighbours (RFC 4648, section 4). */
function middleOf(bytes: Buffer, shift: number): string[] {
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replace(/=+$/, '')
  const middle = text.slice(shift === 0 ? 0 : 4, -4)
  return [middle, middle.replaceAll('+', '-').replaceAll('/', '_')]
}

function isIn(bytes: Buffer, secret: string): boolean {
  return formsOf(secret).some((form) => bytes.includes(form))
}

/** Everything that can be asked about a connection, as its owner, by program and in a browser. */
async function walk(world: World): Promise<string> {
  const id = await world.ours.connection()
  const gone = ['/auth/logout']
  for (const operation of world.operations) {
    const { method, path } = operation
    if (method === 'DELETE' || gone.includes(path)) continue
    await world.api(
      world.admin,
      method,
      addressOf(operation, id),
      method === 'GET' ? undefined : {}
    )
  }
  const browser = await world.browser(world.admin)
  for (const path of ['/connections', `/connections/${id}`, '/datasets/new', '/none', '/docs']) {
    world.seen.push(await (await browser.get(path)).text())
  }
  return world.seen.some((text) => isIn(Buffer.from(text), CANARY))
    ? 'it is in one'
    : 'it is in none'
}

async function stored({ folder }: World): Promise<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && entry.name.startsWith('varlor.sqlite'))
  return Buffer.concat(
    await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name))))
  )
}

async function audited(world: World): Promise<Buffer> {
  const { text } = await world.api(world.admin, 'GET', '/audit-events/export')
  return Buffer.from(text)
}
