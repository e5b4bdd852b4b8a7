import { databaseGone } from '#tests/faults/database_gone'
import { databaseLocked } from '#tests/faults/database_locked'
import { diskFull } from '#tests/faults/disk_full'
import { draining } from '#tests/faults/draining'
import type { Fault } from '#tests/faults/fault'
import { hangingTargets } from '#tests/faults/hanging_targets'
import { killedRotation } from '#tests/faults/killed_rotation'
import { killedPasswordChange, killedServer } from '#tests/faults/killed_server'
import { redisAway } from '#tests/faults/redis_away'
import { stoppedRotator } from '#tests/faults/stopped_rotator'

/** Everything that is made to go wrong. */
export const faults: readonly Fault[] = [
  killedRotation('SQLite'),
  killedRotation('PostgreSQL'),
  stoppedRotator,
  redisAway,
  databaseLocked('SQLite'),
  databaseLocked('PostgreSQL'),
  databaseGone,
  hangingTargets,
  draining,
  killedServer('SQLite'),
  killedServer('PostgreSQL'),
  killedPasswordChange,
  diskFull,
]
