import { createContext, useContext } from 'react'
import { en } from '~/strings/en/catalogue'

/** All that the pages say. A second language is a second object of this shape. */
export type Strings = typeof en

const StringsContext = createContext<Strings>(en)

export const StringsProvider = StringsContext.Provider

/** What the pages say, in the reader's language. */
export function useStrings(): Strings {
  return useContext(StringsContext)
}
