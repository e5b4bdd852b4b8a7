import { send } from '#tests/security/http'
import type { NewAdmin, Product } from '#tests/support/product'

/** Somebody with a token, or nobody. */
export interface Attacker extends NewAdmin {
  id: string
  tenantId: string
  token: string
  refreshToken: string
}

/** Makes a member of the first team. */
export async function member(product: Product, role: string): Promise<NewAdmin> {
  const email = `${role}@example.com`
  const password = `a long password of the ${role}`
  const to = ['--tenant=defenders', `--role=${role}`, '--password-stdin']
  await product.ace(['users:create', email, ...to], password)
  return { email, password }
}

/** A new session of somebody. @throws when they may not log in */
export async function logIn(origin: string, { email, password }: NewAdmin): Promise<Attacker> {
  const body = { email, password }
  const { status, text } = await send(origin, '/api/v2/auth/login', { method: 'POST', body })
  if (status !== 200) throw new Error(`${email} cannot log in: ${status} ${text}`)
  const { token, refreshToken, user } = JSON.parse(text).data
  const { id, tenantId } = user
  return { email, password, id, tenantId, token, refreshToken }
}
