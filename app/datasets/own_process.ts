import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** None of them outlives this process, however it ends: see also `endWithParent`. */
const living = new Set<ChildProcess>()
process.once('exit', () => living.forEach((child) => child.kill('SIGKILL')))

/**
 * Starts a process of this folder that knows nothing of ours: its environment is empty, and what it must know it is told
 * over its channel. In development and tests it runs the TypeScript source, in production what was built of it.
 *
 * @param output `pipe` when its standard output is read
 */
export function startOwnProcess(
  name: 'import_process' | 'dataset_reader_process',
  output: 'pipe' | 'ignore' = 'ignore'
): ChildProcess {
  const isSource = import.meta.url.endsWith('.ts')
  const entry = new URL(`./${name}.${isSource ? 'ts' : 'js'}`, import.meta.url)
  const loader = isSource ? [`--import=${import.meta.resolve('@poppinss/ts-exec')}`] : []
  const child = fork(fileURLToPath(entry), [], {
    execArgv: ['--max-old-space-size=256', ...loader],
    env: {},
    stdio: ['ignore', output, 'ignore', 'ipc'],
  })
  living.add(child)
  child.once('exit', () => living.delete(child))
  return child
}
