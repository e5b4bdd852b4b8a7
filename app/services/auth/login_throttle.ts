import { errors } from '@adonisjs/auth'
import ipaddr from 'ipaddr.js'
import { ApiError } from '#exceptions/api_error'
import { loginLimits } from '#start/limiter'

const { perAccount, perAddress } = loginLimits

/**
 * Slows down guessing. Every attempt is paid for before the password is looked at, so that a thousand at once
 * get no further than a thousand in a row; whoever is not refused gets it back.
 */
export class LoginThrottle {
  /**
   * @param who what is guessed at: an email, the hash of a link, or the setup token
   * @throws ThrottleException E_TOO_MANY_REQUESTS, and whatever the attempt throws
   */
  async run<T>(who: string, ip: string | null, attempt: () => Promise<T>): Promise<T> {
    const network = networkOf(ip)
    const address = `login:${network}`
    const account = `login:${network}:${who}`
    await perAddress.consume(address)
    await perAccount.consume(account)
    try {
      const result = await attempt()
      await perAccount.delete(account)
      await perAddress.decrement(address)
      return result
    } catch (error) {
      if (!isWrongGuess(error)) {
        await perAccount.decrement(account)
        await perAddress.decrement(address)
      }
      throw error
    }
  }
}

/** Secrets that are no passwords: links, and the setup token. */
const GUESSED = new Set<string | undefined>(['E_INVITATION_ENDED', 'E_SETUP_TOKEN'])

function isWrongGuess(error: unknown): boolean {
  if (error instanceof errors.E_INVALID_CREDENTIALS) return true
  return error instanceof ApiError && GUESSED.has(error.code)
}

/** IPv4 addresses count one by one, IPv6 addresses by /64: whoever has one of these has them all. */
export function networkOf(ip: string | null): string {
  if (!ip || !ipaddr.isValid(ip)) return 'unknown'
  const address = ipaddr.process(ip)
  if (address.kind() === 'ipv4') return address.toString()
  return ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/64`).toString()
}
