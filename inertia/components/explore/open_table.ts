import { createContext } from 'react'
import type { TableRef } from '~/api/types'

/** Shows another table of the same connection. */
export const OpenTable = createContext<(table: TableRef) => void>(() => {})
