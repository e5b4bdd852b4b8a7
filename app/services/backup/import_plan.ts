import type DatabaseConnection from '#models/database_connection'
import type { Owner } from '#services/backup/import_order'
import type { ImportProblem } from '#services/backup/import_problems'
import type { GivenCredentials } from '#services/credential_plan'
import type { ConnectionBody } from '#validators/connection'

interface Step {
  /** The name in the file. */
  name: string
  /** Valid; its name is the one that it gets. */
  body: ConnectionBody
}

export interface CreateStep extends Step {
  action: 'create' | 'rename'
  id: string
  owner: Owner
}

export interface ReplaceStep extends Step {
  action: 'replace'
  row: DatabaseConnection
  /** Undefined keeps what is stored, null clears it. */
  given: GivenCredentials
  owner: Owner
}

interface SkipStep {
  action: 'skip'
  name: string
}

/** What becomes of one connection of a file. */
export type ImportStep = CreateStep | ReplaceStep | SkipStep

export interface ImportPlan {
  steps: ImportStep[]
  /** Because of any of them nothing is imported. */
  problems: ImportProblem[]
}

/** What an import did, or what a dry run says that it would do. */
export interface ImportReport {
  dryRun: boolean
  connections: ReportedConnection[]
  /** Only of a dry run: without it they are the failure. */
  problems: ImportProblem[]
}

interface ReportedConnection {
  name: string
  action: ImportStep['action']
  /** Null where nothing is written, or nothing yet. */
  id: string | null
  savedAs: string | null
  owner: string | null
}

export function reportOf({ steps, problems }: ImportPlan, dryRun: boolean): ImportReport {
  return { dryRun, connections: steps.map((step) => reported(step, dryRun)), problems }
}

/** How many connections a plan writes. */
export function countWrites({ steps }: ImportPlan): number {
  return steps.filter(({ action }) => action !== 'skip').length
}

function reported(step: ImportStep, dryRun: boolean): ReportedConnection {
  const { name, action } = step
  if (step.action === 'skip') return { name, action, id: null, savedAs: null, owner: null }
  const id = step.action === 'replace' ? step.row.id : dryRun ? null : step.id
  return { name, action, id, savedAs: step.body.name, owner: step.owner.email }
}
