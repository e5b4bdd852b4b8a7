import { args, flags } from '@adonisjs/core/ace'
import { createError } from '@adonisjs/core/exceptions'
import type {
  ConsoleRotations,
  WaitingSchedule,
} from '#services/password_rotation/console_rotations'
import { ReportingCommand, type Report } from './_reporting_command.js'

const E_OPTIONS = createError(
  'Name a connection and its --tenant, or give one of --due, --recover and --schedules.',
  'E_OPTIONS',
  422
)
const E_NOT_CONFIRMED = createError(
  'Nothing was changed. Without anybody to ask, say --yes.',
  'E_NOT_CONFIRMED',
  422
)

/** What became of one connection among several. */
interface Ended {
  connectionId: string
  outcome: string
  code: string | null
}

export default class ConnectionsRotatePassword extends ReportingCommand {
  static commandName = 'connections:rotate-password'
  static description = 'Change the password of a connection at its target'
  static help = [
    'The new password is generated, proved by signing in with it, and shown to nobody. Other programs that use the',
    'old one are cut off: give them a user of their own, or let two users take turns with --alternate.',
    'With --due it changes those whose schedule says so, with --recover it finishes what was interrupted, and with',
    '--schedules it lists the schedules that wait for somebody: of one tenant, or of all.',
    '',
    'Examples:',
    '  {{ binaryName }} connections:rotate-password Sales --tenant=acme-inc',
    '  {{ binaryName }} connections:rotate-password Sales --tenant=acme-inc --alternate=sales_b',
    '  {{ binaryName }} connections:rotate-password --due',
    '  {{ binaryName }} connections:rotate-password --schedules --json',
    '  {{ binaryName }} connections:rotate-password --recover --tenant=acme-inc',
  ]

  @args.string({ description: 'Name or id of the connection', required: false })
  declare connection?: string

  @flags.string({ description: 'Slug of the tenant' })
  declare tenant?: string

  @flags.string({ description: 'The other one of two users: change its password, and use it' })
  declare alternate?: string

  @flags.boolean({ description: 'Give up an earlier new password that does not open any more' })
  declare dropUnreadable: boolean

  @flags.boolean({ description: 'Change those that are due' })
  declare due: boolean

  @flags.boolean({ description: 'Finish what was interrupted' })
  declare recover: boolean

  @flags.boolean({ description: 'List the schedules that pause or are due' })
  declare schedules: boolean

  @flags.boolean({ description: 'Change it without asking' })
  declare yes: boolean

  protected async perform(): Promise<Report> {
    const { ConsoleRotations } = await import('#services/password_rotation/console_rotations')
    const rotations = await this.app.container.make(ConsoleRotations)
    const { connection, tenant, due, recover, schedules } = this
    const wishes = [connection !== undefined, due, recover, schedules].filter(Boolean)
    if (wishes.length !== 1) throw new E_OPTIONS()
    if (due) return this.#reportOf(await rotations.runDue(tenant), 'rotated')
    if (recover) return this.#reportOf(await rotations.recover(tenant), 'swapped')
    if (schedules) return reportOfSchedules(await rotations.waiting(tenant))
    if (connection === undefined || tenant === undefined) throw new E_OPTIONS()
    return this.#rotate(rotations, tenant, connection)
  }

  async #rotate(rotations: ConsoleRotations, tenant: string, name: string): Promise<Report> {
    const { rotationValidator } = await import('#validators/password_rotations')
    const request = await rotationValidator.validate({
      alternateUsername: this.alternate,
      dropUnreadable: this.dropUnreadable,
    })
    const connection = await rotations.find(tenant, name)
    await this.#confirm(connection.target)
    const { id, target, version } = await rotations.rotate(connection, request)
    return {
      data: { connection: { id, name: connection.name, target, version } },
      lines: [`The password of ${connection.name} (${target}) is changed, and was signed in with.`],
    }
  }

  async #confirm(target: string) {
    if (this.yes) return
    const canAsk = !this.json && process.stdin.isTTY && process.stdout.isTTY
    const question = `Change the password at ${target}? Whoever else uses the old one is cut off.`
    if (!canAsk || !(await this.prompt.confirm(question))) throw new E_NOT_CONFIRMED()
  }

  #reportOf(ended: Ended[], well: string): Report {
    if (ended.some(({ code }) => code !== null)) this.exitCode = 1
    const lines = ended.map(({ connectionId, outcome, code }) =>
      [`${connectionId}: ${outcome}`, code].filter(Boolean).join(', ')
    )
    const count = ended.filter(({ outcome }) => outcome === well).length
    return {
      data: { connections: ended },
      lines: [...lines, `${count} of ${ended.length} ${well}.`],
    }
  }
}

function reportOfSchedules(schedules: WaitingSchedule[]): Report {
  const lines = schedules.map(({ name, connectionId, state, code }) =>
    [`${name} (${connectionId}): ${state}`, code].filter(Boolean).join(', ')
  )
  const none = 'No schedule pauses or is due.'
  return { data: { schedules }, lines: lines.length > 0 ? lines : [none] }
}
