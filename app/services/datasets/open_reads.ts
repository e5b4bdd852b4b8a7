import datasetsConfig from '#config/datasets'
import { ApiError } from '#exceptions/api_error'

/** Counts what reads files in a process of its own, so that neither one tenant nor all of them have too many. */
export class OpenReads {
  readonly #open = new Map<string, number>()
  #total = 0

  constructor(private readonly limits = datasetsConfig.reads) {}

  /** @returns what ends it; may be called again. @throws ApiError E_TOO_MANY_REQUESTS */
  enter(tenantId: string): () => void {
    const before = this.#open.get(tenantId) ?? 0
    if (before >= this.limits.perTenant || this.#total >= this.limits.total) throw busy()
    this.#open.set(tenantId, before + 1)
    this.#total += 1
    let isOpen = true
    return () => {
      if (isOpen) this.#leave(tenantId)
      isOpen = false
    }
  }

  #leave(tenantId: string): void {
    const left = (this.#open.get(tenantId) ?? 1) - 1
    this.#total -= 1
    if (left > 0) this.#open.set(tenantId, left)
    else this.#open.delete(tenantId)
  }
}

function busy(): ApiError {
  return new ApiError('E_TOO_MANY_REQUESTS', {
    message: 'As many datasets are read just now as may be at once.',
    hint: 'Wait until a preview or download has ended.',
    retryAfter: 2,
  })
}
