/** Every engine, one line each. */
export { postgresql } from '#connectors/postgresql/engine'

/** Engines that are announced and not built yet: shown, and refused. */
export const PLANNED = [
  { name: 'mongodb', label: 'MongoDB' },
  { name: 'oracle', label: 'Oracle' },
  { name: 'sqlserver', label: 'SQL Server' },
  { name: 'snowflake', label: 'Snowflake' },
] as const
