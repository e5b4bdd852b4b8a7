import { hostname } from 'node:os'

/**
 * Whether the process that a lease names, as `host:pid:…`, ran on this machine and has ended. Should that be wrong,
 * as between containers that share a name, the fence stops the other one and nothing is lost.
 */
export function isGone(holder: string): boolean {
  const [host, pid] = holder.split(':')
  if (host !== hostname() || !Number(pid)) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
