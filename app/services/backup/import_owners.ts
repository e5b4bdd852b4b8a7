import User from '#models/user'
import type { Owner } from '#services/backup/import_order'

/** Finds among the members of a tenant whom the connections of a file belong to. */
export class ImportOwners {
  private constructor(
    private readonly byEmail: Map<string, Owner>,
    private readonly byId: Map<string, Owner>,
    private readonly fallback: Owner
  ) {}

  static async of(tenantId: string, fallback: Owner): Promise<ImportOwners> {
    const users = await User.query().where('tenant_id', tenantId)
    const active = users.filter(({ deactivatedAt }) => deactivatedAt === null)
    const byEmail = new Map(active.map((user) => [user.email, ownerOf(user)]))
    const byId = new Map(users.map((user) => [user.id, ownerOf(user)]))
    return new ImportOwners(byEmail, byId, fallback)
  }

  /** Whoever has this email here and is active, else the fallback. */
  find(email: unknown): Owner {
    const known = typeof email === 'string' ? this.byEmail.get(email.toLowerCase()) : undefined
    return known ?? this.fallback
  }

  /** Who owns a stored connection. */
  owning(id: string): Owner {
    return this.byId.get(id) ?? this.fallback
  }
}

function ownerOf({ id, email }: User): Owner {
  return { id, email }
}
