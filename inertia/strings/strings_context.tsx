import { createContext, useContext } from 'react'
import { en } from '~/strings/en/catalogue'
import type { Places } from '~/strings/places'

/** All that the pages say. A second language is a second object of this shape. */
export type Strings = typeof en & Places

/** Complete as far as whatever is on the screen has told its own. */
const told = en as Strings

const StringsContext = createContext<Strings>(told)

export const StringsProvider = StringsContext.Provider

/** What the pages say, in the reader's language. */
export function useStrings(): Strings {
  return useContext(StringsContext)
}

/** Adds what a place says. Whatever renders the place imports the file that calls this. */
export function tell(words: Partial<Places>): void {
  Object.assign(told, words)
}
