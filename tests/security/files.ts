import { link, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { SecurityCase, SecurityGroup } from '#tests/security/case'
import type { World } from '#tests/security/world'

/** Names that lead, or could lead, out of the team's folder. */
const NAMES = [
  ...['../varlor.sqlite', '..', '.', '../../varlor.sqlite', 'a/../../varlor.sqlite'],
  ...['/etc/passwd', '/proc/self/environ', '/proc/self/fd/3', '/dev/zero', '//etc/passwd'],
  ...[
    '..\\varlor.sqlite',
    'C:\\varlor.sqlite',
    '~/varlor.sqlite',
    '$HOME/x',
    '%2e%2e%2fvarlor.sqlite',
  ],
  ...['file:varlor.sqlite', 'file:../varlor.sqlite?mode=rw', 'file::memory:?cache=shared'],
  ...[':memory:', 'varlor.sqlite-wal', '.hidden.sqlite', '-cmd', '|id', 'a;b', '*', 'x?mode=rwc'],
]

const UNREADABLE = ['a\0.sqlite', 'a\n.sqlite', '']

const GONE = 'file_missing'
const REFUSED = 'bad_config'

/** What lies in the folder, put there by whoever may put files there. */
const PLACED: readonly [
  attack: string,
  place: (world: World, folder: string) => Promise<string>,
  expected: string,
][] = [
  [
    'a symbolic link to the application’s own database',
    async ({ folder }, own) =>
      linked(symlink, join(folder, 'varlor.sqlite'), own, 'own_link.sqlite'),
    REFUSED,
  ],
  [
    'a hard link to the application’s own database',
    async ({ folder }, own) => linked(link, join(folder, 'varlor.sqlite'), own, 'hard.sqlite'),
    GONE,
  ],
  [
    'a symbolic link to another team’s file',
    async (world, own) => linked(symlink, await fileOf(world), own, 'theirs_link.sqlite'),
    REFUSED,
  ],
  [
    'a symbolic link to `/proc/self/environ`',
    async (_, own) => linked(symlink, '/proc/self/environ', own, 'environ.sqlite'),
    REFUSED,
  ],
  [
    'a symbolic link to another team’s folder',
    async (world, own) => linked(symlink, join(await fileOf(world), '..'), own, 'folder.sqlite'),
    REFUSED,
  ],
  [
    'another team’s file by its name',
    async (world) => (await fileOf(world), 'theirs.sqlite'),
    GONE,
  ],
  [
    'a folder',
    async (_, own) => (await mkdir(join(own, 'd.sqlite'), { recursive: true }), 'd.sqlite'),
    GONE,
  ],
  [
    'a file that is no database',
    async (_, own) => (
      await writeFile(join(own, 'notes.sqlite'), 'notes '.repeat(999)),
      'notes.sqlite'
    ),
    'not_a_database',
  ],
]

export const files: SecurityGroup = {
  title: 'Files',
  cases: [
    ...NAMES.map((file): SecurityCase => ({
      attack: `the file \`${file}\``,
      expected: 'refused',
      run: (world) => refused(world, file),
    })),
    ...UNREADABLE.map((file): SecurityCase => ({
      attack: `the file \`${JSON.stringify(file).slice(1, -1)}\``,
      expected: '422',
      run: (world) => tested(world, file),
    })),
    ...PLACED.map(([attack, place, expected]): SecurityCase => ({
      attack,
      expected,
      run: async (world) => {
        const own = await folderOf(world, world.admin.tenantId)
        return tested(world, await place(world, own))
      },
    })),
    {
      attack: 'a database whose view attaches another file, calls `load_extension` and writes',
      expected: 'it reads, and nothing else happens',
      run: hostileDatabase,
    },
    {
      attack: 'a database whose view never ends',
      expected: 'others are answered meanwhile, and it ends when nobody waits',
      run: endlessView,
    },
  ],
}

/** Where a team's files lie. */
export async function folderOf({ folder }: World, tenantId: string): Promise<string> {
  const own = join(folder, 'files', tenantId)
  await mkdir(own, { recursive: true })
  return own
}

/** A good database of the other team. */
async function fileOf(world: World): Promise<string> {
  const path = join(await folderOf(world, world.stranger.tenantId), 'theirs.sqlite')
  createSqlite(path, 'create table if not exists secrets (a)')
  return path
}

/** A database file of these statements. */
export function createSqlite(path: string, sql: string) {
  const database = new Database(path)
  database.exec(sql)
  database.close()
}

async function linked(
  make: (target: string, path: string) => Promise<void>,
  target: string,
  folder: string,
  name: string
): Promise<string> {
  await make(target, join(folder, name))
  return name
}

async function tested(world: World, file: string): Promise<string> {
  const body = { type: 'sqlite', config: { file } }
  const { status, text } = await world.api(world.admin, 'POST', '/connectors/test', body)
  return status === 200 ? String(JSON.parse(text).data.testResult.code) : String(status)
}

async function refused(world: World, file: string): Promise<string> {
  const outcome = await tested(world, file)
  return [GONE, REFUSED, '422'].includes(outcome) ? 'refused' : outcome
}

async function hostileDatabase(world: World): Promise<string> {
  const own = await folderOf(world, world.admin.tenantId)
  createSqlite(
    join(own, 'hostile.sqlite'),
    `create table notes (a); insert into notes values (1);
     create view extended as select load_extension('/tmp/evil.so') as a;
     create view filed as select writefile('/tmp/varlor-evil', a) as a from notes;
     create view lied as select fts3_tokenizer('x') as a;
     create trigger lying after insert on notes begin delete from notes; end`
  )
  const id = await saved(world, 'hostile.sqlite')
  const answers: string[] = []
  for (const name of ['notes', 'extended', 'filed', 'lied']) {
    const path = `/connectors/${id}/tables/${name}/preview`
    answers.push(String((await world.api(world.admin, 'GET', path)).status))
  }
  const [first, ...others] = answers
  const isInert = first === '200' && others.every((status) => status !== '200')
  return isInert ? 'it reads, and nothing else happens' : answers.join()
}

async function endlessView(world: World): Promise<string> {
  const own = await folderOf(world, world.admin.tenantId)
  const endless = 'with recursive r(a) as (select 1 union all select a + 1 from r)'
  createSqlite(
    join(own, 'endless.sqlite'),
    `create view endless as ${endless} select max(a) as a from r`
  )
  const id = await saved(world, 'endless.sqlite')
  const client = new AbortController()
  const path = `/api/v2/connectors/${id}/tables/endless/preview`
  const headers = { authorization: `Bearer ${world.admin.token}` }
  const reading = fetch(world.product.origin + path, { headers, signal: client.signal })
  const ended = reading.then(
    (answer) => `it was answered with ${answer.status}`,
    () => 'it ends when nobody waits'
  )
  const { status } = await world.api(world.stranger, 'GET', '/connectors')
  client.abort()
  return `${status === 200 ? 'others are answered meanwhile' : status}, and ${await ended}`
}

async function saved(world: World, file: string): Promise<string> {
  const body = { type: 'sqlite', name: file, config: { file } }
  return (await world.give<{ id: string }>(world.admin, 'POST', '/connectors', body)).id
}
