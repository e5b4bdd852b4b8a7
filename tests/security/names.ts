import type { Records } from '#tests/security/name_server'

/** The one address where hostile targets listen; the server may call it, and none else. */
export const TARGETS = '127.0.0.2'

/** What the suite's name server says of names; whoever is asked for another has never heard of it. */
const NAMES: Record<string, Partial<Records>> = {
  'inside.rebind.test': { A: ['127.0.0.1'] },
  'both.rebind.test': { A: [TARGETS, '127.0.0.1'] },
  'six.rebind.test': { A: [TARGETS], AAAA: ['::1'] },
  'cloud.rebind.test': { A: ['169.254.169.254'] },
  'later.rebind.test': { A: [TARGETS] },
  'targets.rebind.test': { A: [TARGETS] },
  'targets.elsewhere.test': { A: [TARGETS] },
  'inner.members.rebind.test': { A: ['127.0.0.1'] },
  'xy12345.snowflakecomputing.com': { A: ['127.0.0.1'] },
}

/** What `later.rebind.test` says from its second question on. */
const LATER: Partial<Records> = { A: ['127.0.0.1'], AAAA: ['::1'] }

/** Where MongoDB's servers of a domain are (SRV); the port is the one that nobody may reach. */
const SERVICES: Record<string, string[]> = {
  '_mongodb._tcp.members.rebind.test': ['inner.members.rebind.test'],
  '_mongodb._tcp.strangers.rebind.test': ['targets.elsewhere.test'],
}

export function recordsOf(name: string, asked: number, port: number): Partial<Records> {
  if (name === 'later.rebind.test' && asked > 0) return LATER
  const services = SERVICES[name]
  if (services) return { SRV: services.map((target) => ({ target, port })) }
  return NAMES[name] ?? {}
}
