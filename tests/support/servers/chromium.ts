import { type Browser, chromium } from 'playwright'
import { programFor } from '#tests/support/servers/missing'

const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
]

/** Launches the machine's Chromium, or that of TEST_CHROMIUM. Whoever launches it closes it. */
export function launchChromium(
  options: { headless?: boolean; slowMo?: number } = {}
): Promise<Browser> {
  const asRoot = process.getuid?.() === 0
  return chromium.launch({
    ...options,
    executablePath: process.env.TEST_CHROMIUM ?? programFor('chromium'),
    // Its sandbox cannot be set up by root.
    args: [...QUIET, ...(asRoot ? ['--no-sandbox'] : [])],
  })
}
