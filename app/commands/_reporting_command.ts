import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { ParsedOutput } from '@adonisjs/core/types/ace'
import { Exception } from '@adonisjs/core/exceptions'
import { errors as vineErrors } from '@vinejs/vine'
import { ConnectorError } from '#connectors/connector_error'
import { ApiError } from '#exceptions/api_error'

/** What a command has to say: as data for programs, as lines for people. */
export interface Report {
  data: Record<string, unknown>
  lines: string[]
}

interface Failure {
  code: string
  message: string
  field?: string
}

/**
 * A command that answers in words or, with `--json`, in one JSON object: `{ data }` or `{ errors }`.
 * It exits with 1 when it could not do what was asked.
 */
export abstract class ReportingCommand extends BaseCommand {
  static options = { startApp: true }

  /** Whoever asks for help need not know yet what is required. */
  static validate(parsed: ParsedOutput): void {
    if (!parsed.flags.help) super.validate(parsed)
  }

  @flags.boolean({ description: 'Print one JSON object and nothing else' })
  declare json: boolean

  protected abstract perform(): Promise<Report>

  async run(): Promise<void> {
    try {
      const { data, lines } = await this.perform()
      if (this.json) this.logger.log(JSON.stringify({ data }))
      else lines.forEach((line) => this.logger.log(line))
    } catch (error) {
      const failures = failuresOf(error)
      if (!failures) throw error
      this.exitCode = 1
      if (this.json) this.logger.log(JSON.stringify({ errors: failures }))
      else failures.forEach(({ message }) => this.logger.error(message))
    }
  }
}

/** Null for what nobody foresaw. */
function failuresOf(error: unknown): Failure[] | null {
  if (error instanceof vineErrors.E_VALIDATION_ERROR) {
    const messages = error.messages as { message: string; field: string }[]
    return messages.map(({ message, field }) => ({ code: 'E_INVALID', message, field }))
  }
  if (error instanceof ApiError) return error.items
  if (error instanceof ConnectorError) return [{ code: error.code, message: error.message }]
  if (error instanceof Exception && error.code && (error.status < 500 || isCancelled(error))) {
    return [{ code: error.code, message: error.message }]
  }
  return null
}

/** Somebody who is asked may go away. */
function isCancelled({ code }: Exception): boolean {
  return code === 'E_PROMPT_CANCELLED'
}
