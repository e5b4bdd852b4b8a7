import type { KeyUsage, KeyUse } from '#vault/rotation/key_usage'
import { ReportingCommand, type Report } from './_reporting_command.js'

export default class KeysStatus extends ReportingCommand {
  static commandName = 'keys:status'
  static description = 'List every master key that is known, and what needs it'
  static help = [
    'Known are the keys of this process, of running servers, and of everything',
    'that was ever sealed. A key that something needs and nobody holds is lost,',
    'until it is found in a backup.',
    '',
    'Examples:',
    '  {{ binaryName }} keys:status',
    '  {{ binaryName }} keys:status --json',
  ]

  protected async perform(): Promise<Report> {
    const { MasterKeyring } = await import('#vault/master_keyring')
    const { keyUsage } = await import('#vault/rotation/key_usage')
    const { refuseBadKeys } = await import('./_refuse_bad_keys.js')
    const keyring = await refuseBadKeys(() => this.app.container.make(MasterKeyring))
    const usage = await keyUsage(keyring)
    const lines = [...usage.keys.flatMap(linesOfKey), ...linesOfServers(usage)]
    return { data: { ...usage }, lines }
  }
}

function linesOfKey(key: KeyUse): string[] {
  const { id, active, source, rows, tenants, retiredAt, servers } = key
  const needs = Object.entries(rows).map(([table, count]) => `${table} ${count}`)
  const marks = [active ? 'active' : null, retiredAt ? `retired ${retiredAt}` : null]
  return [
    [id, ...marks.filter((mark) => mark !== null)].join('  '),
    `  from      ${source ?? (needs.length > 0 ? 'nowhere: it is needed, and not configured here' : 'nowhere')}`,
    `  needed by ${needs.length > 0 ? `${needs.join(', ')} (tenants: ${tenants})` : 'nothing'}`,
    `  held by   ${servers} running ${servers === 1 ? 'server' : 'servers'}`,
  ]
}

function linesOfServers({ servers }: KeyUsage): string[] {
  if (servers.length === 0) return ['', 'No server is running.']
  const lines = servers.map(({ host, pid, activeKeyId, holdsActive, sealsWithActive }) => {
    const lack = holdsActive ? '' : ', and does not hold the active key of this process'
    return `${sealsWithActive ? '✓' : '✗'} process ${pid} on ${host} seals with ${activeKeyId}${lack}`
  })
  return ['', ...lines]
}
