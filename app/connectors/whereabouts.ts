import type { Whereabouts } from '#connectors/error_table'

/** What sentences may name of a server, from the config as it was typed. */
export function whereaboutsOf(label: string, config: Record<string, unknown>): Whereabouts {
  const { host, port, username, database } = config
  return {
    label,
    where: printable(host) ?? label,
    port: typeof port === 'number' ? port : null,
    user: printable(username),
    database: printable(database),
    isConnected: false,
    seconds: null,
  }
}

/** What a user typed or a target says of itself, safe to put into a sentence. */
export function printable(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null
  return value.replace(/\p{C}/gu, '').slice(0, 100)
}
