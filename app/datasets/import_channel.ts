import type { ImportFailure, ImportOrder, ImportReport } from '#datasets/import_order'

/** What the process that imports is told: first an order, then perhaps to stop. */
export type ToImport = { order: ImportOrder } | { cancel: true }

/** What it says: reports, and last of all how it ended; null: every table is done or failed. */
export type FromImport = { report: ImportReport } | { end: ImportFailure | null }
