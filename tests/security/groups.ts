import type { SecurityGroup } from '#tests/security/case'
import { addressDoors } from '#tests/security/address_doors'
import { bodies } from '#tests/security/bodies'
import { browserDoors } from '#tests/security/browser_doors'
import { files } from '#tests/security/files'
import { headers } from '#tests/security/headers'
import { hostileMysql } from '#tests/security/hostile_mysql'
import { hostileMongodb, hostileOracle, hostileSqlserver } from '#tests/security/hostile_others'
import { hostilePostgresql } from '#tests/security/hostile_postgresql'
import { hostileServers } from '#tests/security/hostile_servers'
import { limits } from '#tests/security/limits'
import { loginDoors } from '#tests/security/login_doors'
import { massAssignment } from '#tests/security/mass_assignment'
import { operators } from '#tests/security/operators'
import { redirectedPasswords } from '#tests/security/redirected_passwords'
import { secrets } from '#tests/security/secrets'
import { ssrf } from '#tests/security/ssrf'
import { ssrfEngines } from '#tests/security/ssrf_engines'
import { targetWords } from '#tests/security/target_words'
import { tenants } from '#tests/security/tenants'
import { tokenDoors } from '#tests/security/token_doors'
import { wire } from '#tests/security/wire'

/** Every attack of the suite, in the order of the page. */
export const groups: readonly SecurityGroup[] = [
  tokenDoors,
  loginDoors,
  browserDoors,
  addressDoors,
  headers,
  tenants,
  massAssignment,
  redirectedPasswords,
  bodies,
  wire,
  ssrf,
  ssrfEngines,
  hostileServers,
  hostilePostgresql,
  hostileMysql,
  hostileSqlserver,
  hostileOracle,
  hostileMongodb,
  targetWords,
  files,
  limits,
  operators,
  secrets,
]
