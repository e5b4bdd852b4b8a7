import type { SecurityGroup } from '#tests/security/case'
import { rogueServer, silent } from '#tests/conformance/rogue_server'
import { type Answer, send, told } from '#tests/security/http'
import { TARGETS } from '#tests/security/names'
import { targetAt, tested } from '#tests/security/targets'
import type { World } from '#tests/security/world'
import { message } from '#tests/unit/connectors/postgresql/rogue_postgres'

const LIMITED = '429 E_TOO_MANY_REQUESTS with Retry-After'

/** Tests that one team may have under way at once in one process. */
const SHARE = 40
const HANGING = 300

export const limits: SecurityGroup = {
  title: 'Limits',
  cases: [
    {
      attack: 'more tests in a minute than are allowed (3 here)',
      expected: `3 × 200, then ${LIMITED}; a colleague: 200; another team: 200`,
      run: (world) =>
        counting(world, 'POST', '/connectors/test', {
          type: 'sqlite',
          config: { file: 'none.db' },
        }),
    },
    {
      attack: 'more reads in a minute than are allowed (3 here)',
      expected: `3 × 200, then ${LIMITED}; a colleague: 200; another team: 200`,
      run: (world) =>
        counting(world, 'GET', '/connectors/engines/postgresql/grants?role=reader&database=sales'),
    },
    {
      attack: 'passwords for one account of a target, until it is locked there',
      expected: `5 × auth_bad, then ${LIMITED}; the target heard of 5`,
      run: lockingAccounts,
    },
    {
      attack: 'one target, tested without end',
      expected: `30 × wrong_protocol, then ${LIMITED}`,
      run: hammering,
    },
    {
      attack: `${HANGING} tests of a target that never answers`,
      expected: `${SHARE} wait, ${HANGING - SHARE} × 429; another team’s test: answered meanwhile`,
      run: hanging,
    },
    {
      attack: 'backups of everything, over and over',
      expected: `10 × 200, then ${LIMITED}`,
      run: exporting,
    },
  ],
}

function limited(answer: Answer): string {
  const waits = Number(answer.headers.get('retry-after')) > 0
  return `${told(answer)} ${waits ? 'with' : 'without'} Retry-After`
}

async function counting(world: World, method: string, path: string, body?: unknown) {
  const { origin } = await world.strict()
  const ask = ({ token }: { token: string }) => {
    const headers = { authorization: `Bearer ${token}` }
    return send(origin, `/api/v2${path}`, { method, headers, body })
  }
  const first = [await ask(world.admin), await ask(world.admin), await ask(world.admin)]
  const isFine = first.every(({ status }) => status === 200)
  const fourth = limited(await ask(world.admin))
  const [colleague, other] = [told(await ask(world.editor)), told(await ask(world.stranger))]
  const begin = isFine ? '3 × 200' : first.map(told).join()
  return `${begin}, then ${fourth}; a colleague: ${colleague}; another team: ${other}`
}

async function lockingAccounts(world: World): Promise<string> {
  const refusal = message('E', Buffer.from('SFATAL\0C28P01\0Mpassword authentication failed\0\0'))
  const target = await rogueServer((socket) => {
    socket.once('data', () => socket.end(refusal))
  }, TARGETS)
  const first: string[] = []
  for (let count = 0; count < 5; count++) {
    first.push((await tested(world, targetAt('postgresql', target.port))).outcome)
  }
  const body = targetAt('postgresql', target.port)
  const sixth = await world.api(world.admin, 'POST', '/connectors/test', body)
  await target.close()
  const begin = first.every((one) => one === 'auth_bad') ? '5 × auth_bad' : first.join()
  return `${begin}, then ${limited(sixth)}; the target heard of ${target.connections.length}`
}

async function hammering(world: World): Promise<string> {
  const target = await rogueServer((socket) => void socket.destroy(), TARGETS)
  const bodyOf = (i: number) => targetAt('mongodb', target.port, { username: `user${i}` })
  const first: string[] = []
  for (let count = 0; count < 30; count++) first.push((await tested(world, bodyOf(count))).outcome)
  const last = await world.api(world.admin, 'POST', '/connectors/test', bodyOf(30))
  await target.close()
  const isSame = first.every((one) => one === 'wrong_protocol')
  return `${isSame ? '30 × wrong_protocol' : [...new Set(first)].join()}, then ${limited(last)}`
}

/** Spread over ports and accounts, so that no other limit is met. */
async function hanging(world: World): Promise<string> {
  const targets = await Promise.all(Array.from({ length: 12 }, () => rogueServer(silent, TARGETS)))
  const client = new AbortController()
  const counted = { refused: 0, other: 0 }
  const enough = Promise.withResolvers<void>()
  const attempts = Array.from({ length: HANGING }, async (_, index) => {
    const target = targets[index % targets.length]
    const body = targetAt('postgresql', Number(target?.port), { username: `user${index}` })
    const answer = await fetch(`${world.product.origin}/api/v2/connectors/test`, {
      method: 'POST',
      headers: {
        'authorization': `Bearer ${world.admin.token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
      signal: client.signal,
    })
    counted[answer.status === 429 ? 'refused' : 'other'] += 1
    await answer.body?.cancel()
    if (counted.refused + counted.other >= HANGING - SHARE) enough.resolve()
  })
  await enough.promise
  const quick = { type: 'sqlite', config: { file: 'none.db' } }
  const theirs = await world.api(world.stranger, 'POST', '/connectors/test', quick)
  const waiting = HANGING - counted.refused - counted.other
  client.abort()
  await Promise.allSettled(attempts)
  await Promise.all(targets.map((target) => target.close()))
  const meanwhile = theirs.status === 200 ? 'answered meanwhile' : told(theirs)
  return `${waiting} wait, ${counted.refused} × 429; another team’s test: ${meanwhile}`
}

async function exporting(world: World): Promise<string> {
  const { origin } = await world.strict()
  const ask = () => {
    const headers = { authorization: `Bearer ${world.stranger.token}` }
    const options = { method: 'POST', headers, body: { masked: true } }
    return send(origin, '/api/v2/connectors/export', options)
  }
  const first: Answer[] = []
  for (let count = 0; count < 10; count++) first.push(await ask())
  const isFine = first.every(({ status }) => status === 200)
  return `${isFine ? '10 × 200' : first.map(told).join()}, then ${limited(await ask())}`
}
