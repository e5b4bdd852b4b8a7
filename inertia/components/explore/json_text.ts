import type { JsonNode } from '~/components/explore/json_tree'

/** A document over several lines; its numbers and texts stay as they were written. */
export function jsonText(node: JsonNode, indent = ''): string {
  if (!('members' in node)) return node.written
  const [open, close] = node.kind === 'object' ? '{}' : '[]'
  if (node.members.length === 0) return `${open}${close}`
  const deeper = `${indent}  `
  const lines = node.members.map(({ key, value }) => {
    return `${deeper}${key === null ? '' : `${key}: `}${jsonText(value, deeper)}`
  })
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`
}
