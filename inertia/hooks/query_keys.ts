/** Names of what TanStack Query keeps, so that a change can throw away exactly what it made stale. */
export const queryKeys = {
  engines: ['engines'] as const,
  grants: (type: string, query: string) => ['grants', type, query] as const,
  connections: ['connections'] as const,
  connectionLists: ['connections', 'list'] as const,
  connectionPages: (filters: object) => ['connections', 'list', 'pages', filters] as const,
  connectionPage: (filters: object, page: number) =>
    ['connections', 'list', 'pages', filters, page] as const,
  connectionList: (filters: object) => ['connections', 'list', filters] as const,
  connection: (id: string) => ['connections', 'one', id] as const,
  dependents: (id: string) => ['dependents', id] as const,
  datasets: ['datasets'] as const,
  datasetList: (filters: object) => ['datasets', 'list', filters] as const,
  dataset: (id: string) => ['datasets', 'one', id] as const,
  datasetPreview: (id: string, tableId: string, finishedAt: string | null) =>
    ['datasets', 'rows', id, tableId, finishedAt] as const,
  editedConnection: (id: string | null) => ['edited connection', id] as const,
  catalog: (id: string) => ['catalog', id] as const,
  tables: (id: string) => ['catalog', id, 'tables'] as const,
  foundTables: (id: string, search: string) => ['catalog', id, 'found', search] as const,
  exactCount: (of: { connectionId: string; schema: string | null; name: string }) =>
    ['catalog', of.connectionId, 'exact count', of.schema, of.name] as const,
  preview: (of: { connectionId: string; schema: string | null; name: string; limit: number }) =>
    ['catalog', of.connectionId, 'preview', of.schema, of.name, of.limit] as const,
}
