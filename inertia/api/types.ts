import type { Data } from '@generated/data'
import type { Preview, TableSummary, TestResult } from '#connectors/contracts'
import type { Engine } from '#connectors/engine'
import type { ConfigField, CredentialField } from '#connectors/field'

export type {
  Cell,
  Column,
  Preview,
  Probe,
  ProbeName,
  TableKind,
  TableSummary,
  TestResult,
} from '#connectors/contracts'

export type Field = ConfigField | CredentialField
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

/** An engine that can be used, with what its form asks for. */
export type BuiltEngine = Pick<
  Engine,
  'name' | 'label' | 'capabilities' | 'probes' | 'config' | 'credentials'
> & { available: true }

/** An engine that is announced and cannot be chosen yet. */
export type PlannedEngine = Omit<Data.PlannedEngine, 'available'> & { available: false }

export type EngineDescription = BuiltEngine | PlannedEngine

/** A saved connection as the API shows it: of its credentials only whether they are set. */
export type Connection = Data.Connection

/** What is sent to save a connection. An absent credential keeps the stored one, null clears it. */
export interface ConnectionInput {
  name: string
  type: string
  config: Record<string, unknown>
  credentials: Record<string, string | null>
  visibility: Visibility
  tags: string[]
}

export interface TestAnswer {
  success: boolean
  testResult: Omit<TestResult, 'success'>
}

export interface TableListing extends Listing<TableSummary> {
  meta: PageMeta & { cachedAt: string }
}

export type PreviewAnswer = Answer<Preview>
