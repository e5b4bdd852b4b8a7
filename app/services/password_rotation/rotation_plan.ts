import type { Engine } from '#connectors/engine'
import type { PasswordRules } from '#connectors/password_rules'
import type { EngineName } from '#connectors/registry'
import { ApiError } from '#exceptions/api_error'
import type DatabaseConnection from '#models/database_connection'
import { engineOf } from '#services/engine_of'

/** Whose password is to be changed, and what passwords are like there. */
export interface RotationPlan {
  engine: Engine & { name: EngineName }
  /** The user that the connection has afterwards. */
  username: string
  rules: PasswordRules
}

/**
 * Whether and how the password of a connection can be changed, decided without opening it.
 * @param alternate the other one of two users that take turns
 * @throws ApiError E_PASSWORD_UNCHANGEABLE, E_INVALID
 */
export function planRotation(connection: DatabaseConnection, alternate?: string): RotationPlan {
  const engine = engineOf(connection)
  const { supportsPasswordChange = false } = engine.capabilities
  const rules = engine.passwordRules
  if (!supportsPasswordChange || !rules) {
    throw unchangeable(`${engine.label} has no passwords that could be changed from here.`)
  }
  refuseOtherSignIns(connection, engine)
  const own = ownUsername(connection)
  if (own === null) throw unchangeable('This connection signs in without a user.')
  if (alternate !== undefined) refuseAlternate(engine, own, alternate)
  return { engine, username: alternate ?? own, rules }
}

/** Null where the engine lets one in without. */
export function ownUsername({ config }: DatabaseConnection): string | null {
  const { username } = config
  return typeof username === 'string' && username !== '' ? username : null
}

function refuseOtherSignIns({ credentialFields }: DatabaseConnection, { credentials }: Engine) {
  const instead = credentials.find(
    ({ name, insteadOfPassword }) => insteadOfPassword && credentialFields.includes(name)
  )
  if (instead) {
    throw unchangeable(
      `This connection signs in with another credential than a password: ${instead.label}.`
    )
  }
  if (!credentialFields.includes('password')) {
    throw unchangeable('This connection has no password stored that could be changed.')
  }
}

function refuseAlternate({ config }: Engine, own: string, alternate: string) {
  const field = 'alternateUsername'
  if (alternate === own) {
    const message = `${alternate} is the user that the connection has already: name the other one.`
    throw new ApiError('E_INVALID', { field, message })
  }
  const described = config.find(({ name }) => name === 'username')
  const most = described?.kind === 'text' ? described.maxLength : 0
  if (alternate.length > most) {
    const message = `A username has at most ${most} characters here.`
    throw new ApiError('E_INVALID', { field, message })
  }
}

function unchangeable(message: string): ApiError {
  return new ApiError('E_PASSWORD_UNCHANGEABLE', { message })
}
