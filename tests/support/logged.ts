import logger from '@adonisjs/core/services/logger'

/** What the log said while something ran, at any level. */
export async function logged(run: () => Promise<unknown>): Promise<string> {
  const { pino } = logger
  const lines: string[] = []
  const symbol = Object.getOwnPropertySymbols(pino).find(
    (one) => String(one) === 'Symbol(pino.stream)'
  )
  if (!symbol) throw new Error('The logger has no stream')
  const target = pino as unknown as Record<symbol, { write(line: string): unknown }>
  const stream = target[symbol] as { write(line: string): unknown }
  const level = pino.level
  target[symbol] = { ...stream, write: (line: string) => lines.push(line) }
  pino.level = 'trace'
  try {
    await run()
  } finally {
    target[symbol] = stream
    pino.level = level
  }
  return lines.join('')
}
