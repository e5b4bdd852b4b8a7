import { BootRefusedError } from '#providers/boot_rules'

/**
 * What to print when the server or a command cannot start for a reason that its operator can mend; null for a mistake of
 * ours, which wants its stack.
 */
export async function describeBootFailure(error: unknown): Promise<string | null> {
  if (error instanceof BootRefusedError) return error.message
  const { code, help } = Object(error)
  if (code === 'E_INVALID_ENV_VARIABLES') return `Varlor refuses to start:\n${indented(help)}`
  return describeListenFailure(error) ?? (await describeDatabaseFailure(error))
}

/** A command meets the application database without anybody having asked it first. */
async function describeDatabaseFailure(error: unknown): Promise<string | null> {
  const { code } = Object(error)
  if (typeof code !== 'string') return null
  // Loaded now, because it reads the configuration, whose own mistakes come here too.
  const { databaseFault, isOfDatabase } = await import('#providers/database_fault')
  return isOfDatabase(error) ? databaseFault(error) : null
}

/** The reasons of https://man7.org/linux/man-pages/man2/bind.2.html, and names that resolve to nothing. */
function describeListenFailure(error: unknown): string | null {
  const { code, syscall, address, port, hostname } = Object(error)
  if (syscall === 'getaddrinfo' && hostname && hostname === process.env.HOST) {
    return `HOST: nobody knows the name ${hostname} (${code}). Set it to an address of this machine, or to 0.0.0.0 for all.`
  }
  if (syscall !== 'listen') return null
  switch (code) {
    case 'EADDRINUSE':
      return `PORT: port ${port} of ${address} is in use. Set it to another.`
    case 'EADDRNOTAVAIL':
      return `HOST: ${address} is no address of this machine. Set it to one, or to 0.0.0.0 for all.`
    case 'EACCES':
      return `PORT: this process's user may not listen on port ${port}. Set it to one above 1023.`
    default:
      return `HOST and PORT: nothing can listen on port ${port} of ${address} (${code}). Set others.`
  }
}

function indented(help: string): string {
  return help.replace(/^/gm, '  ')
}
