import type { Cell } from '~/api/types'
import { bytes } from '~/components/explore/byte_size'
import type { Strings } from '~/strings/strings_context'

/** How large a value is, and whether that is all of it. */
export function sizeOf(cell: Cell, { explore: { detail, bytes: words } }: Strings): string {
  if (typeof cell === 'string') return detail.characters(cell.length)
  if (cell === null || typeof cell !== 'object') return ''
  if (cell.$type === 'binary') {
    return bytes(cell.bytes, words) + (cell.truncated ? ` · ${detail.beginning}` : '')
  }
  if (cell.$type === 'text' && cell.length !== null) {
    return detail.cutText(cell.text.length, cell.length)
  }
  return 'truncated' in cell && cell.truncated ? detail.beginning : ''
}
