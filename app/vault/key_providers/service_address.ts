import { MasterKeyInvalidError } from '#vault/errors'

/** Plain HTTP is for agents and emulators on this very machine. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/**
 * The address of a service that unwraps keys, which travel back in its answers.
 *
 * @throws {MasterKeyInvalidError} when it is no http(s) URL, holds a password, or would send keys in the clear
 */
export function requireSafeAddress(variable: string, text: string): URL {
  const address = URL.parse(text)
  if (!address || !/^https?:$/.test(address.protocol)) {
    throw new MasterKeyInvalidError(`${variable} is not a URL that starts with https://. Check it`)
  }
  if (address.username || address.password) {
    throw new MasterKeyInvalidError(`${variable} has a user or a password in it. Take them out`)
  }
  if (address.protocol === 'http:' && !LOOPBACK.test(address.hostname)) {
    throw new MasterKeyInvalidError(
      `${variable} starts with http://, so master keys would cross the network in the clear. Use https://`
    )
  }
  return address
}
