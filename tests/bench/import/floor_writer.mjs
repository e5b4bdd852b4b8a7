/** DuckDB with its own settings, which uses every core; it reads what is piped in. */
import { DuckDBInstance } from '@duckdb/node-api'

const instance = await DuckDBInstance.create(':memory:', { preserve_insertion_order: 'false' })
const connection = await instance.connect()
await connection.run(process.env.SQL)
