import type { Test } from '@japa/runner/core'
import { BSON, type Document } from 'mongodb'
import type { Connector, ImportRequest } from '#connectors/contracts'
import { mongodb } from '#connectors/mongodb/engine'
import { type ImportedTable, importInto, requestFor } from '#tests/conformance/import_bench'
import { connectorTo, serverWith, using } from '#tests/conformance/workbench'
import { MongodbStandIn, type StandInFacts } from '#tests/support/standins/mongodb/server'

export const DATABASE = 'shop'

/** A stand-in with these collections, and a connector to it; both are gone when the test is over. */
export class ImportBench {
  private constructor(readonly server: MongodbStandIn) {}

  static async start(
    cleanup: Test['context']['cleanup'],
    facts: Partial<StandInFacts> = {}
  ): Promise<ImportBench> {
    const server = await MongodbStandIn.start(facts)
    cleanup(() => server.stop())
    return new ImportBench(server)
  }

  /** Documents, or the bytes of such as no driver would write. */
  lay(name: string, documents: readonly (Document | Buffer)[]) {
    const all = documents.map((one) => (Buffer.isBuffer(one) ? one : BSON.serialize(one)))
    this.server.store.insert(DATABASE, name, all)
  }

  connect(): Promise<Connector> {
    const config = { host: '127.0.0.1', port: this.server.port, tls: { mode: 'disable' } }
    return connectorTo(
      mongodb,
      serverWith({ config: { srv: false, ...config }, credentials: {}, schema: DATABASE })
    )
  }

  async import(name: string, more: Partial<ImportRequest> = {}): Promise<ImportedTable> {
    const [table] = await using(this.connect(), (connector) =>
      importInto(connector, [requestFor(DATABASE, name, more)])
    )
    if (!table) throw new Error('Nothing was imported')
    return table
  }
}

/** More documents of one form than the sample takes from both ends, and one of another form between them. */
export function around(usual: Document, other: Document | Buffer): (Document | Buffer)[] {
  const documents = Array.from({ length: 2_100 }, (_, i) => ({ _id: i * 2, ...usual }))
  const late = Buffer.isBuffer(other) ? other : { _id: 2_101, ...other }
  return [...documents.slice(0, 1_050), late, ...documents.slice(1_050)]
}

/** What a table has in a column, without its NULLs and each only once. */
export function valuesIn({ columns, rows }: ImportedTable, name: string): unknown[] {
  const place = columns.findIndex((column) => column.name === name)
  const values = rows.map((row) => row[place]).filter((value) => value !== null)
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
}
