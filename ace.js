/**
 * Runs ace commands from TypeScript source; the build replaces it with a plain JavaScript one.
 */
import '@poppinss/ts-exec'

await import('./bin/console.js')
