import { inject } from '@adonisjs/core'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { Recorder } from '#audit/audit_trail'
import type { BackupAuthor } from '#services/backup/backup_author'
import { readBackup, type Passphrase } from '#services/backup/backup_file'
import type { ImportOrder } from '#services/backup/import_order'
import { reportOf, type ImportPlan, type ImportReport } from '#services/backup/import_plan'
import { ImportPlanner } from '#services/backup/import_planner'
import { refuseProblems } from '#services/backup/import_problems'
import { ImportWriter } from '#services/backup/import_writer'
import { ConnectionPools } from '#services/connection_pools'

/** What is read, and how it is opened. */
export interface GivenFile {
  file: string
  passphrase: Passphrase
}

/** An import that lacks only its transaction. */
export interface PreparedImport {
  plan: ImportPlan
  /** Writes everything, each connection with its event. */
  write(client: TransactionClientContract, record: Recorder): Promise<ImportReport>
  /** To be called once that is committed. */
  settle(): Promise<void>
}

/** Reads a file into a tenant. */
@inject()
export class ConnectionImport {
  constructor(
    private planner: ImportPlanner,
    private writer: ImportWriter,
    private pools: ConnectionPools
  ) {}

  /** Everything but writing. Throws what `readBackup` throws; problems of single connections are in the plan. */
  async plan(author: BackupAuthor, order: ImportOrder, given: GivenFile): Promise<ImportPlan> {
    return this.planner.plan(author, order, await readBackup(given.file, given.passphrase))
  }

  /**
   * Seals what a plan writes. Must not be awaited inside a transaction.
   * @throws ApiError one item for each problem of the plan
   */
  async prepare(author: BackupAuthor, plan: ImportPlan): Promise<PreparedImport> {
    refuseProblems(plan.problems)
    const sealed = await this.writer.seal(author, plan)
    return {
      plan,
      write: async (client, record) => {
        await this.writer.write(author, sealed, client, record)
        return reportOf(plan, false)
      },
      settle: async () => {
        for (const { step } of sealed.replaced) await this.pools.forget(step.row)
      },
    }
  }
}
