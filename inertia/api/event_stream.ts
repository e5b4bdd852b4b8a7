/** One server-sent event; `data` is its parsed JSON. */
export interface StreamedEvent {
  event: string
  data: unknown
}

/** Reads server-sent events from a response until it ends. */
export async function* readEvents(response: Response): AsyncGenerator<StreamedEvent> {
  if (!response.body) return
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let buffered = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    buffered += value.replaceAll('\r\n', '\n')
    const blocks = buffered.split('\n\n')
    buffered = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = parseBlock(block)
      if (event) yield event
    }
  }
}

/** Comments and events without data, which only keep the line open, are null. */
function parseBlock(block: string): StreamedEvent | null {
  const lines = block.split('\n')
  const valuesOf = (name: string) =>
    lines
      .filter((line) => line.startsWith(`${name}:`))
      .map((line) => line.slice(name.length + 1).trim())
  const data = valuesOf('data').join('\n')
  return data ? { event: valuesOf('event')[0] ?? 'message', data: JSON.parse(data) } : null
}
