/** Everybody who may come, in the order of the columns. */
export const WHO = [
  'nobody',
  'garbage',
  'expired',
  'deactivated',
  'viewer',
  'editor',
  'admin',
  /** An API token of the administrator with every ability, and one with none. */
  'tokenAll',
  'tokenNone',
  /** An administrator of another team. */
  'stranger',
] as const
export type Who = (typeof WHO)[number]

/**
 * Whose the thing is that the address names, seen by whoever asks (by the editor, where that is nobody of the team).
 * To a stranger all of it is foreign.
 */
export const PLACES = {
  connection: ['own', 'shared', 'private', 'foreign'],
  /** One that was imported, with nothing in it; its only table has the same id. */
  dataset: ['own', 'shared', 'private', 'foreign'],
  token: ['own', 'colleague', 'foreign'],
  /** A member of the team, who is deactivated, and one of another. */
  member: ['ours', 'foreign'],
  invitation: ['ours', 'foreign'],
  /** The end of a link that is good. */
  link: ['good'],
} as const
export type Kind = keyof typeof PLACES

/** One status wherever the thing belongs, or one for each of its `PLACES`. */
type Expected = number | readonly number[]

export interface Row extends Record<Who, Expected> {
  /** What the address names. */
  names?: Kind
  /** The thing may not be there afterwards. */
  consumes?: true
  /** What else is in the address. */
  params?: Record<string, string>
  query?: string
  /** `unique` is a word that nobody has used before. */
  body?: (unique: string) => unknown
}

/** Who gets nowhere with the API, and on pages. */
const NO_TOKEN = { nobody: 401, garbage: 401, expired: 401, deactivated: 401 }
const NO_COOKIE = {
  ...{ nobody: 302, garbage: 302, expired: 302, deactivated: 302 },
  ...{ tokenAll: 302, tokenNone: 302 },
}

/** The same for everybody: it asks nobody who they are. */
function everybody(status: number): Row {
  return Object.fromEntries(WHO.map((who) => [who, status])) as unknown as Row
}

/** A list, or a new thing: whose it is decides who asks. */
function members(viewer: number, editor: number, admin: number, tokenAll = admin): Row {
  return { ...NO_TOKEN, viewer, editor, admin, tokenAll, tokenNone: 403, stranger: admin }
}

type FourPlaces = readonly [own: number, shared: number, hidden: number, foreign: number]

function connection(viewer: FourPlaces, others: FourPlaces): Row {
  const people = { viewer, editor: others, admin: others, tokenAll: others }
  return { names: 'connection', ...NO_TOKEN, ...people, tokenNone: 403, stranger: 404 }
}

function seen(status: number): Row {
  return connection([status, status, 404, 404], [status, status, 404, 404])
}

/** A viewer is refused what they can see, and does not find the rest. */
function changed(status: number): Row {
  return connection([403, 403, 404, 404], [status, status, 404, 404])
}

function seenDataset(status: number): Row {
  return { ...seen(status), names: 'dataset' }
}

function changedDataset(status: number): Row {
  return { ...changed(status), names: 'dataset' }
}

function managed(names: Kind, status: number): Row {
  const refused = { viewer: [403, 404], editor: [403, 404], tokenNone: 403, stranger: 404 }
  const admin = [status, 404]
  return { names, ...NO_TOKEN, ...refused, admin, tokenAll: admin }
}

function page(status: number): Row {
  return { ...NO_COOKIE, viewer: status, editor: status, admin: status, stranger: status }
}

function adminPage(status: number): Row {
  return { ...page(status), viewer: 403, editor: 403 }
}

const sqlite = { type: 'sqlite', config: { file: 'matrix.sqlite' } }

/** What every route answers to whom: a route without a row, and a row without a route, fail the test. */
export const expectations: Record<string, Row> = {
  'POST /api/v2/auth/login': everybody(422),
  'POST /api/v2/auth/refresh': everybody(422),
  'POST /api/v2/auth/logout': members(204, 204, 204, 403),
  'GET /api/v2/auth/me': { ...members(200, 200, 200), tokenNone: 200 },
  'GET /api/v2/openapi.json': everybody(200),

  'GET /api/v2/tokens': members(200, 200, 200, 403),
  'POST /api/v2/tokens': {
    ...members(201, 201, 201, 403),
    body: (name) => ({ name, abilities: ['audit:read'] }),
  },
  'DELETE /api/v2/tokens/:id': {
    ...{ names: 'token', consumes: true },
    ...NO_TOKEN,
    viewer: [204, 404, 404],
    editor: [204, 404, 404],
    admin: [204, 204, 404],
    tokenAll: 403,
    tokenNone: 403,
    stranger: 404,
  },

  'GET /api/v2/members': members(403, 403, 200),
  'PATCH /api/v2/members/:id': { ...managed('member', 200), body: () => ({ role: 'editor' }) },
  'POST /api/v2/members/:id/transfer-connections': {
    ...managed('member', 422),
    body: () => ({ to: '019a0000-0000-7000-8000-000000000000' }),
  },
  'GET /api/v2/invitations': members(403, 403, 200),
  'POST /api/v2/invitations': {
    ...members(403, 403, 201),
    body: (unique) => ({ email: `${unique}@example.com`, role: 'viewer' }),
  },
  'DELETE /api/v2/invitations/:id': { ...managed('invitation', 204), consumes: true },
  'POST /api/v2/invitations/accept': everybody(422),

  'GET /api/v2/connectors/engines': members(200, 200, 200),
  'GET /api/v2/connectors/engines/:type/grants': {
    ...members(200, 200, 200),
    params: { type: 'postgresql' },
    query: '?role=reader&database=sales',
  },
  'POST /api/v2/connectors/urls': {
    ...members(403, 200, 200),
    body: () => ({ url: 'postgres://alice@db.example.com/sales' }),
  },
  'GET /api/v2/connectors': members(200, 200, 200),
  'POST /api/v2/connectors': {
    ...members(403, 201, 201),
    body: (name) => ({ ...sqlite, name }),
  },
  'POST /api/v2/connectors/test': { ...members(403, 200, 200), body: () => sqlite },
  'GET /api/v2/connectors/:id': seen(200),
  'PUT /api/v2/connectors/:id': { ...changed(200), body: (name) => ({ ...sqlite, name }) },
  'PATCH /api/v2/connectors/:id': { ...changed(200), body: () => ({ tags: ['seen'] }) },
  'DELETE /api/v2/connectors/:id': { ...changed(204), consumes: true },
  'POST /api/v2/connectors/:id/test': changed(200),
  'GET /api/v2/connectors/:id/tables': seen(200),
  'GET /api/v2/connectors/:id/tables/:name/preview': { ...seen(200), params: { name: 't' } },

  'GET /api/v2/connectors/:id/dependents': seen(200),
  /** The password goes with the copy: for owners and administrators. */
  'POST /api/v2/connectors/:id/duplicate': {
    ...connection([403, 403, 404, 404], [201, 201, 404, 404]),
    editor: [201, 403, 404, 404],
  },

  'POST /api/v2/connectors/:id/rotate-password': changed(422),
  'GET /api/v2/connectors/:id/rotation-schedule': seen(200),
  'PUT /api/v2/connectors/:id/rotation-schedule': {
    ...changed(422),
    body: () => ({ everyDays: 30 }),
  },
  'DELETE /api/v2/connectors/:id/rotation-schedule': { ...changed(204), consumes: true },
  'POST /api/v2/connectors/export': {
    ...members(403, 403, 200),
    body: () => ({ masked: true }),
  },
  'POST /api/v2/connectors/import': members(403, 403, 422),

  'GET /api/v2/datasets': members(200, 200, 200),
  'POST /api/v2/datasets': {
    ...members(403, 404, 404),
    body: (name) => ({
      name,
      connectionId: '019a0000-0000-7000-8000-000000000000',
      tables: [{ name: 't' }],
    }),
  },
  'GET /api/v2/datasets/:id': seenDataset(200),
  'DELETE /api/v2/datasets/:id': { ...changedDataset(204), consumes: true },
  'GET /api/v2/datasets/:id/events': seenDataset(200),
  'POST /api/v2/datasets/:id/cancel': changedDataset(409),
  'POST /api/v2/datasets/:id/refresh': changedDataset(409),
  'POST /api/v2/datasets/:id/retry': changedDataset(409),
  'POST /api/v2/datasets/:id/tables/:tableId/retry': changedDataset(409),
  'GET /api/v2/datasets/:id/tables/:tableId/preview': seenDataset(409),
  'GET /api/v2/datasets/:id/tables/:tableId/download': seenDataset(409),

  'GET /api/v2/audit-events': members(403, 403, 200),
  'GET /api/v2/audit-events/export': members(403, 403, 200),
  'GET /api/v2/keys': members(403, 403, 200),
  'GET /api/v2/limits': members(403, 403, 200),

  // Only in production, until there is anybody. Without a CSRF token nothing is looked at.
  'GET /setup': everybody(404),
  'POST /setup': everybody(302),

  'GET /sign-in': { ...everybody(200), ...{ viewer: 302, editor: 302, admin: 302, stranger: 302 } },
  'POST /sign-in': everybody(302),
  'POST /sign-out': everybody(302),
  'GET /invitations/:token': { ...everybody(200), names: 'link' },
  'POST /invitations/:token': { ...everybody(302), names: 'link' },
  'GET /': page(302),
  'GET /connections': page(200),
  'GET /connections/:id': {
    ...NO_COOKIE,
    names: 'connection',
    viewer: [200, 200, 404, 404],
    editor: [200, 200, 404, 404],
    admin: [200, 200, 404, 404],
    stranger: 404,
  },
  'GET /datasets': page(200),
  'GET /datasets/new': page(200),
  'GET /datasets/:id': {
    ...NO_COOKIE,
    names: 'dataset',
    viewer: [200, 200, 404, 404],
    editor: [200, 200, 404, 404],
    admin: [200, 200, 404, 404],
    stranger: 404,
  },
  'GET /audit': adminPage(200),
  'GET /settings': page(302),
  'GET /settings/members': adminPage(200),
  'GET /settings/tokens': page(200),
  'GET /settings/keys': adminPage(200),
  'GET /settings/limits': adminPage(200),

  'GET /health/live': everybody(200),
  'GET /health/ready': everybody(200),
  'GET /docs': everybody(200),
  'GET /docs/:file': { ...everybody(404), params: { file: 'nothing.js' } },
}
