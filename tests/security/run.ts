/**
 * `npm run test:security [-- --only=PATTERN] [-- --write]`: attacks the production server over HTTP and by hostile
 * targets. It prints what came of each attack and exits with 1 unless all is as expected; `--write` keeps the table in
 * docs/security.md.
 */
import { parseArgs } from 'node:util'
import {
  isAsExpected,
  type SecurityCase,
  type SecurityGroup,
  type SecurityOutcome,
} from '#tests/security/case'
import { groups } from '#tests/security/groups'
import { securityPage, tableOf } from '#tests/security/table'
import { World } from '#tests/security/world'

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, write: { type: 'boolean', default: false } },
})
const chosen = groups
  .map((group) => ({ ...group, cases: group.cases.filter((one) => isWanted(group, one)) }))
  .filter(({ cases }) => cases.length > 0)

const outcomes: SecurityOutcome[] = []
const world = await World.create()
try {
  for (const group of chosen)
    for (const one of group.cases)
      if (world.product.ending === null) outcomes.push(await attempt(group, one))
  if (world.product.ending !== null) process.stderr.write(world.product.output.slice(-10_000))
} finally {
  await world.end()
}

const wrong = outcomes.filter((one) => !isAsExpected(one))
process.stdout.write(`${tableOf(outcomes)}\n\n`)
process.stdout.write(`${outcomes.length} cases, ${wrong.length} not as expected\n`)
if (wrong.length > 0 || outcomes.length === 0) process.exitCode = 1
else if (values.write && values.only === '') await securityPage.write(tableOf(outcomes))

function isWanted({ title }: SecurityGroup, { attack }: SecurityCase): boolean {
  return new RegExp(values.only, 'i').test(`${title}: ${attack}`)
}

async function attempt({ title }: SecurityGroup, one: SecurityCase): Promise<SecurityOutcome> {
  const { attack, expected } = one
  const begun = performance.now()
  const told = await one.run(world).catch((error: unknown) => `threw ${String(error)}`)
  const { ending } = world.product
  const outcome = ending === null ? told : `the server ended (${ending}): ${told}`
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1)
  process.stderr.write(`› ${title}: ${attack} (${seconds} s)\n`)
  return { group: title, attack, expected, outcome }
}
