import { Exception } from '@adonisjs/core/exceptions'
import { MasterKeyInvalidError } from '#vault/errors'

/** Whoever calls a command about keys can mend their configuration: for them a bad one is a refusal. */
export async function refuseBadKeys<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof MasterKeyInvalidError)) throw error
    throw new Exception(`${error.message}.`, { code: error.code, status: 422, cause: error })
  }
}
