import { DateTime } from 'luxon'
import ApiToken from '#models/api_token'
import type { Ability } from '#services/auth/abilities'
import { apiTokenText } from '#services/auth/secret_texts'
import { send, type ApiAnswer, type ApiPerson } from '#tests/support/api_person'

/** A token of this person as the database keeps it, with an end and abilities that nobody could ask for. */
export async function storedToken(
  { user }: ApiPerson,
  abilities: Ability[],
  expiresAt: DateTime | null = DateTime.utc().plus({ days: 1 })
): Promise<{ token: ApiToken; text: string }> {
  const text = apiTokenText.generate()
  const token = await ApiToken.create({
    tenantId: user.tenantId,
    userId: user.id,
    name: 'A token of the tests',
    hash: apiTokenText.hash(text),
    abilities,
    expiresAt,
  })
  return { token, text }
}

/** One request with an API token. */
export function sendWith(
  text: string,
  method: string,
  path: string,
  body?: unknown
): Promise<ApiAnswer> {
  return send(method, path, body, { authorization: `Bearer ${text}` })
}
