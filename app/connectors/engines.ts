/** Every engine, one line each. */
export { mongodb } from '#connectors/mongodb/engine'
export { mysql } from '#connectors/mysql/engine'
export { oracle } from '#connectors/oracle/engine'
export { postgresql } from '#connectors/postgresql/engine'
export { snowflake } from '#connectors/snowflake/engine'
export { sqlite } from '#connectors/sqlite/engine'
export { sqlserver } from '#connectors/sqlserver/engine'
