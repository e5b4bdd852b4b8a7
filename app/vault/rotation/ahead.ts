const END = Symbol('end')

/**
 * Reads the next items and begins the work on them, at most `depth` of them, while the present one is being used.
 * Items come in their order; what `begin` gives holds the promise of its work.
 */
export async function* ahead<Item, Begun>(
  items: AsyncGenerator<Item>,
  depth: number,
  begin: (item: Item) => Begun
): AsyncGenerator<Begun> {
  const queue: Promise<Begun | typeof END>[] = []
  const fill = () => {
    while (queue.length <= depth) {
      const next = items.next().then(({ done, value }) => (done ? END : begin(value)))
      // Whoever comes to it hears of a failure; somebody who stops before does not come to it.
      next.catch(() => {})
      queue.push(next)
    }
  }
  try {
    for (;;) {
      fill()
      const begun = await queue.shift()
      if (begun === END || begun === undefined) return
      yield begun
    }
  } finally {
    await Promise.allSettled(queue)
  }
}
