/** A run of its own, for the test that kills one: starts a Redis, says where its data is, and stays. */
import { redis } from '#tests/support/servers/redis'

const { folder } = await redis()
process.stdout.write(`${folder}\n`)
setInterval(() => {}, 1_000)
