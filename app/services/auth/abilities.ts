/** What an API token may be limited to. People who signed in, and their JWTs, may all that their role allows. */
export const ABILITIES = [
  'connections:read',
  'connections:write',
  'connections:test',
  'connections:rotate',
  'connections:export',
  'tables:read',
  'datasets:read',
  'datasets:write',
  'members:read',
  'members:write',
  'audit:read',
] as const

export type Ability = (typeof ABILITIES)[number]
