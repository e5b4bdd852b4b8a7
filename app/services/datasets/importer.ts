import type { ImportOrder, ImportReport } from '#datasets/import_order'

/** What imports: a process of its own, which tests replace by something that is quicker, or fails. */
export abstract class Importer {
  /**
   * Reports are handed on one after another, each when the one before was taken.
   * @throws what `failureOf` understands, the signal's reason, or what `onReport` throws
   */
  abstract run(
    order: ImportOrder,
    onReport: (report: ImportReport) => Promise<void>,
    signal: AbortSignal
  ): Promise<void>
}
