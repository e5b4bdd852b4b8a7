import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { FromImport, ToImport } from '#datasets/import_channel'
import { crashed, ImportError } from '#datasets/import_error'
import type { ImportFailure, ImportOrder, ImportReport } from '#datasets/import_order'
import { removeAll, removeUnfinished } from '#datasets/leftovers'
import { startOwnProcess } from '#datasets/own_process'

/** How long a process that was told to stop has for it, in milliseconds. */
const PATIENCE = 1_000

/**
 * Carries out an import in a process of its own. Reports are handed on one after another, each when the one before was
 * taken; resolves when every table is done or failed and all of it was told. What was cancelled leaves nothing in the
 * order's folder; after a failure only files that are whole are left.
 *
 * @throws ImportError when the whole import failed, the signal's own reason, or what `onReport` throws
 */
export async function runImport(
  order: ImportOrder,
  onReport: (report: ImportReport) => void | Promise<void>,
  signal: AbortSignal
): Promise<void> {
  signal.throwIfAborted()
  const child = startOwnProcess('import_process')
  // What it said last may come after it has ended.
  const ended = Promise.all([once(child, 'exit'), once(child, 'disconnect')])
  const cancel = () => stop(child)
  signal.addEventListener('abort', cancel, { once: true })
  try {
    const listening = listen(child, onReport)
    send(child, { order })
    const [[code, killedBy]] = await ended
    const failure = await listening.heard()
    signal.throwIfAborted()
    if (failure === undefined) throw crashed(code, killedBy)
    if (failure) throw new ImportError(failure)
  } finally {
    signal.removeEventListener('abort', cancel)
    await (signal.aborted ? removeAll : removeUnfinished)(order.folder)
  }
}

/**
 * Hands reports on in their order. `heard` resolves, when all were taken, with how the process said that it ended;
 * undefined when it did not say.
 */
function listen(child: ChildProcess, onReport: (report: ImportReport) => void | Promise<void>) {
  let end: ImportFailure | null | undefined
  let taken: Promise<void> = Promise.resolve()
  child.on('message', (message: FromImport) => {
    if ('end' in message) end = message.end
    else taken = taken.then(() => onReport(message.report))
    // Nobody is there to be told any more: nothing need be imported either.
    taken.catch(() => child.kill('SIGKILL'))
  })
  return { heard: () => taken.then(() => end) }
}

/** Lets it cancel at the target and clean up, but no longer than a second. */
function stop(child: ChildProcess) {
  send(child, { cancel: true })
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE)
  child.once('exit', () => clearTimeout(timer))
}

/** Whether it has ended meanwhile is told by its exit. */
function send(child: ChildProcess, message: ToImport) {
  child.send(message, () => {})
}
