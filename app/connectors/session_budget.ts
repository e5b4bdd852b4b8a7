import { ConnectorError } from '#connectors/connector_error'

/** Sessions that a tenant gets even when others have taken most: as many as a saved connection may use. */
const FEW = 4

/**
 * How many sessions all connectors may hold at once, in all and for one tenant. The last quarter is for tenants that
 * hold few, lest some whose targets hang leave nothing to the others.
 */
export class SessionBudget {
  /** Asked to close what is idle before anybody is refused: of this tenant, or of any when null. */
  reclaim: (tenantId: string | null) => Promise<void> = async () => {}
  readonly #heldByTenant = new Map<string, number>()
  #held = 0

  constructor(private readonly caps: { total: number; perTenant: number }) {}

  get held(): number {
    return this.#held
  }

  /**
   * Takes one place and returns what gives it back.
   *
   * @throws ConnectorError `too_many_connections` when none is left
   */
  async take(tenantId: string): Promise<() => void> {
    if (this.#isTenantFull(tenantId)) await this.reclaim(tenantId)
    else if (this.#isFull(tenantId)) await this.reclaim(null)
    if (this.#isTenantFull(tenantId) || this.#isFull(tenantId)) throw exhausted()

    this.#held += 1
    this.#heldByTenant.set(tenantId, (this.#heldByTenant.get(tenantId) ?? 0) + 1)
    let isGivenBack = false
    return () => {
      if (isGivenBack) return
      isGivenBack = true
      this.#giveBack(tenantId)
    }
  }

  #isFull(tenantId: string): boolean {
    const { total } = this.caps
    const holdsFew = (this.#heldByTenant.get(tenantId) ?? 0) < FEW
    return this.#held >= (holdsFew ? total : Math.ceil(total * 0.75))
  }

  #isTenantFull(tenantId: string): boolean {
    return (this.#heldByTenant.get(tenantId) ?? 0) >= this.caps.perTenant
  }

  #giveBack(tenantId: string) {
    this.#held -= 1
    const left = (this.#heldByTenant.get(tenantId) ?? 1) - 1
    if (left > 0) this.#heldByTenant.set(tenantId, left)
    else this.#heldByTenant.delete(tenantId)
  }
}

function exhausted() {
  return new ConnectorError('too_many_connections', 'Too many databases are being read at once.', {
    hint: 'Try again in a moment.',
  })
}
