import { spawnSync } from 'node:child_process'
import { findProgram } from '#tests/support/servers/sources'
import { freePort, startProcess, throwawayFolder } from '#tests/support/servers/throwaway_process'

/** How to have one. */
export const REAL_KMS = "Put `moto_server` on the PATH: pip install 'moto[server]'"

/** A version manager's shim may be there without the program. */
export function hasMoto(): boolean {
  const program = findProgram('moto_server')
  return program !== null && spawnSync(program, ['--help']).status === 0
}

/** The emulator of AWS that Python's tests use. It checks no signature and no permission. */
export async function startMoto() {
  const folder = throwawayFolder('moto')
  const port = await freePort()
  const command = [findProgram('moto_server') ?? 'moto_server', '-H', '127.0.0.1', '-p', `${port}`]
  const { stop } = await startProcess({ command, folder, port, signal: 'KILL' })
  return { address: `http://127.0.0.1:${port}`, stop }
}
