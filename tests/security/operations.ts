import { send } from '#tests/security/http'

/** One method of one path of the API. */
export interface Operation {
  method: string
  /** As the document has it, such as `/connectors/{id}`. */
  path: string
  /** Asks nobody who they are. */
  isOpen: boolean
}

const OPEN = ['/auth/login', '/auth/refresh', '/invitations/accept', '/openapi.json']
const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/** What the server says of its own API. */
export async function operationsOf(origin: string): Promise<Operation[]> {
  const { text } = await send(origin, '/api/v2/openapi.json')
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, unknown>> }
  return Object.entries(paths).flatMap(([full, methods]) => {
    const path = full.replace(/^\/api\/v2/, '')
    return Object.keys(methods)
      .filter((method) => METHODS.includes(method))
      .map((method) => ({ method: method.toUpperCase(), path, isOpen: OPEN.includes(path) }))
  })
}

/** Nothing has this id. */
export const MISSING = '019a0000-0000-7000-8000-000000000000'

/** The address of an operation, with an id in it. */
export function addressOf({ path }: Pick<Operation, 'path'>, id = MISSING): string {
  const filled = path
    .replace('{id}', id)
    .replace('{tableId}', MISSING)
    .replace('{type}', 'postgresql')
    .replace('{name}', 't')
  return /\/grants$/.test(filled) ? `${filled}?role=reader&database=sales` : filled
}

/** What many attempts came to: one outcome if they agree, and else who differs from most of the others. */
export function together(outcomes: readonly (readonly [name: string, outcome: string])[]): string {
  const groups = [...Map.groupBy(outcomes, ([, outcome]) => outcome)].sort(
    ([, a], [, b]) => b.length - a.length
  )
  const [most, ...others] = groups
  if (!most) return 'nothing was tried'
  const differing = others.flatMap(([outcome, which]) =>
    which.map(([name]) => `${name}: ${outcome}`)
  )
  return [most[0], ...differing].join('; ')
}
