import { text } from 'node:stream/consumers'
import { createError } from '@adonisjs/core/exceptions'
import type { BaseCommand } from '@adonisjs/core/ace'

const E_NOBODY_TO_ASK = createError(
  'There is no terminal to ask for the passphrase at: give it on standard input, with --passphrase-stdin.',
  'E_NOBODY_TO_ASK',
  422
)

const E_PASSPHRASES_DIFFER = createError(
  'The two passphrases differ: nothing was done.',
  'E_PASSPHRASES_DIFFER',
  422
)

/** Where a passphrase comes from. */
interface PassphraseFlags {
  passphraseStdin: boolean
  /** A question would end up in the answer. */
  json: boolean
}

type Asker = Pick<BaseCommand, 'prompt'> & PassphraseFlags

/** From standard input (less one line ending), or asked for once. */
export async function passphraseInput(command: Asker): Promise<string> {
  if (command.passphraseStdin) return lineOfInput()
  refuseWithoutTerminal(command)
  return command.prompt.secure('Passphrase of the file')
}

/** The same for a new one, asked for twice: nobody sees what they type. */
export async function newPassphraseInput(command: Asker): Promise<string> {
  const passphrase = await passphraseInput(command)
  if (command.passphraseStdin) return passphrase
  const again = await command.prompt.secure('The same again')
  if (again !== passphrase) throw new E_PASSPHRASES_DIFFER()
  return passphrase
}

/** @throws E_NOBODY_TO_ASK */
export function refuseWithoutTerminal({ json }: Pick<PassphraseFlags, 'json'>) {
  if (json || !process.stdin.isTTY || !process.stdout.isTTY) throw new E_NOBODY_TO_ASK()
}

async function lineOfInput(): Promise<string> {
  const input = await text(process.stdin)
  return input.replace(/\r?\n$/, '')
}
