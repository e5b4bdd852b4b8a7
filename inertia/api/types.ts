import type { Data } from '@generated/data'
import type { Cell, Preview, TableSummary, TestResult } from '#connectors/contracts'
import type { Engine } from '#connectors/engine'
import type { Problem } from '~/api/client'
import type { ConfigField, CredentialField } from '#connectors/field'

export type {
  Cell,
  Column,
  ImportedColumn,
  Preview,
  Probe,
  ProbeName,
  TableKind,
  TableRef,
  TableSummary,
  TestResult,
} from '#connectors/contracts'

export type Field = (ConfigField | CredentialField) & {
  /** The other fields of which exactly one is filled in, this one included; their order is the engine's. */
  oneOf?: { name: string; label: string }[]
  /** Source of a regular expression that the whole value matches. */
  pattern?: string
}
export type Visibility = 'private' | 'tenant'

export type PageMeta = {
  page: number
  perPage: number
  total: number
  lastPage: number
}

export type Answer<T> = {
  data: T
}

/** Types, not interfaces: the server checks that pages' props are JSON. */
export type Listing<T> = Answer<T[]> & {
  meta: PageMeta
}

/** An engine with what its form asks for. */
export type EngineDescription = Pick<
  Engine,
  'name' | 'label' | 'capabilities' | 'probes' | 'config' | 'credentials'
> & {
  /** Of each of these groups of config fields, exactly one is filled in. */
  oneOf: string[][]
  /** Connection strings that it understands. */
  urlExamples: string[]
  /** Whether there is a script that makes a read-only role. */
  hasGrants: boolean
}

/** A saved connection as the API shows it: of its credentials only whether they are set. */
export type Connection = Data.Connection

/** A dataset as lists show it. */
export type Dataset = Data.Dataset

/** A dataset with its tables. */
export type WholeDataset = Data.Dataset.Variants['toWhole']
export type DatasetTable = WholeDataset['tables'][number]

/** The first rows of a table of a dataset. */
export interface DatasetPreview {
  /** With their types as DuckDB spells them. */
  columns: { name: string; type: string }[]
  rowCount: number
  /** In the columns' order. */
  rows: Cell[][]
  truncated: boolean
}

/** What is sent to ask for a dataset. */
export interface DatasetInput {
  name: string
  connectionId: string
  tables: {
    schema: string | null
    name: string
    columns?: string[]
    filters?: { column: string; operator: string; value?: string }[]
    limit?: number
    cursor?: string
  }[]
}

/** What is sent to save a connection. An absent credential keeps the stored one, null clears it. */
export interface ConnectionInput {
  name: string
  type: string
  config: Record<string, unknown>
  credentials: Record<string, string | null>
  visibility: Visibility
  tags: string[]
}

/** What a connection string says, as the form takes it. */
export interface ReadUrl {
  type: string
  config: Record<string, unknown>
  credentials: Record<string, string>
  /** Names of required fields that it does not say. */
  missing: string[]
  /** Names of its parameters that no field stands for. */
  ignored: string[]
  /** What is taken otherwise than it was written. */
  remarks: string[]
}

/** A script that makes a read-only role. */
export interface Grants {
  script: string
  language: string
}

export interface TestAnswer {
  success: boolean
  testResult: Omit<TestResult, 'success'>
}

export type TableListing = Listing<TableSummary> & {
  meta: PageMeta & { cachedAt: string }
}

export type PreviewAnswer = Answer<Preview>

/** The same without interfaces, which may have more members than they say: props of pages must be JSON. */
type Plain<T> = T extends object ? { [Name in keyof T]: Plain<T[Name]> } : T

/** What a page came with: an answer of the API, a refusal of its target, or nothing, so that it has to ask. */
export type Ahead<T> = Plain<
  { data: T } | { refusal: { status: number; errors: Problem[]; requestId: string | null } }
> | null
