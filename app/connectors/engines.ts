/** Every engine, one line each. */
export { mysql } from '#connectors/mysql/engine'
export { postgresql } from '#connectors/postgresql/engine'
export { sqlite } from '#connectors/sqlite/engine'

/** Engines that are announced and not built yet: shown, and refused. */
export const PLANNED = [
  { name: 'mongodb', label: 'MongoDB' },
  { name: 'oracle', label: 'Oracle' },
  { name: 'sqlserver', label: 'SQL Server' },
  { name: 'snowflake', label: 'Snowflake' },
] as const
