import { useState } from 'react'
import type { Cell } from '~/api/types'
import { isCut } from '~/components/explore/cell_text'
import { copyToClipboard } from '~/components/explore/copy_to_clipboard'
import { useStrings } from '~/strings/strings_context'

export interface Copying {
  /** What came of the last copy. */
  said: string
  copy: (text: string, cells: Cell[]) => Promise<void>
}

/** Copies values, and says so; also when there is less in the preview than in the table. */
export function useCopying(): Copying {
  const t = useStrings().explore.copy
  const [said, setSaid] = useState('')

  async function copy(text: string, cells: Cell[]) {
    setSaid('')
    const isCopied = await copyToClipboard(text)
    const cut = cells.filter(isCut).length
    setSaid(isCopied ? (cut > 0 ? t.doneButCut(cut) : t.done) : t.refused)
  }

  return { said, copy }
}
