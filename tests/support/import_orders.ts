import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ImportRequest, TableRef } from '#connectors/contracts'
import type { ConnectorFacts, ImportOrder, ImportReport } from '#datasets/import_order'
import { runImport } from '#datasets/import_runner'
import { LIMITS, TIMES } from '#tests/conformance/workbench'
import type { PostgresServer } from '#tests/support/servers/postgres'

/** Of servers on this machine. */
export const FACTS: ConnectorFacts = {
  egress: { allow: ['loopback'], own: [] },
  files: { folder: '/nonexistent', ownFiles: [] },
  limits: LIMITS,
  ...TIMES,
}

/** A whole table of a PostgreSQL. */
export function wholeTable(name: string, schema: string | null = 'public'): ImportRequest {
  return {
    table: { schema, name } satisfies TableRef,
    columns: null,
    filters: [],
    limit: null,
    asText: [],
  }
}

/** An order to import these tables of a PostgreSQL. */
export function orderFor(
  { host, port, user, password, database }: PostgresServer,
  folder: string,
  tables: string[],
  limits: Partial<ImportOrder['limits']> = {}
): ImportOrder {
  return {
    engine: 'postgresql',
    target: {
      tenantId: 'tenant',
      config: { host, port, database, username: user, tls: { mode: 'disable' } },
      credentials: { password },
    },
    addsTo: [],
    requests: tables.map((name) => wholeTable(name)),
    folder,
    limits: { rows: null, bytes: null, ...limits },
    facts: FACTS,
  }
}

/** Runs an import to its end and keeps what it said. */
export async function imported(order: ImportOrder): Promise<ImportReport[]> {
  const reports: ImportReport[] = []
  await runImport(order, (report) => void reports.push(report), new AbortController().signal)
  return reports
}

/** A folder for one import; removed by the second one. */
export function importFolder(): [folder: string, remove: () => void] {
  const folder = mkdtempSync(join(tmpdir(), 'varlor-import-'))
  return [folder, () => rmSync(folder, { recursive: true, force: true })]
}
