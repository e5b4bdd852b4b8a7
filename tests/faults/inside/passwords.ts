/** Prints every connection with its password, opened by the keys that this process was given: null when it does not open. */
import type { ApplicationService } from '@adonisjs/core/types'
import { inside } from '#tests/faults/inside/boot'

await inside(async (app: ApplicationService) => {
  const { default: DatabaseConnection } = await import('#models/database_connection')
  const { CredentialSealer } = await import('#services/credential_sealer')
  const { SealInvalidError, TenantKeyInvalidError } = await import('#vault/errors')
  const sealer = await app.container.make(CredentialSealer)
  const connections = await DatabaseConnection.all()
  return Promise.all(
    connections.map(async (connection) => {
      const { id, name } = connection
      const opened = await sealer.open(connection).catch((error: unknown) => {
        const isFault = error instanceof SealInvalidError || error instanceof TenantKeyInvalidError
        if (isFault) return null
        throw error
      })
      return { id, name, password: opened && (opened.password ?? '') }
    })
  )
})
