/** Names of what TanStack Query keeps for the pages about the team. */
export const settingsKeys = {
  members: ['members'] as const,
  memberList: (query: object) => ['members', 'list', query] as const,
  invitations: ['invitations'] as const,
  tokens: ['tokens'] as const,
  tokenList: (query: object) => ['tokens', 'list', query] as const,
  keys: ['keys'] as const,
  limits: ['limits'] as const,
  events: (filters: object) => ['audit events', filters] as const,
}
