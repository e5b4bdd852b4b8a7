import { v7 as uuid } from 'uuid'
import { DateTime } from 'luxon'
import DatabaseConnection from '#models/database_connection'
import Dataset from '#models/dataset'
import DatasetTable from '#models/dataset_table'
import Invitation from '#models/invitation'
import PasswordSchedule from '#models/password_schedule'
import { invitationText } from '#services/auth/secret_texts'
import type { ApiPerson } from '#tests/support/api_person'
import { storedToken } from '#tests/support/api_tokens'
import type { Cast } from '#tests/functional/access/cast'
import type { Kind, Who } from '#tests/functional/access/expectations'

/** What addresses name: each thing is made once for whom it is somebody's, unless it is used up. */
export class Things {
  readonly #made = new Map<string, string>()

  constructor(private cast: Cast) {}

  /** What stands in the address. */
  async find(kind: Kind, place: string, who: Who, { consumed }: { consumed: boolean }) {
    const eyes = this.cast.eyesOf(who)
    const name = [kind, place, eyes.user.id].join()
    const known = this.#made.get(name)
    if (known !== undefined && !consumed) return known
    const made = await this[kind](place, eyes)
    this.#made.set(name, made)
    return made
  }

  private async connection(place: string, eyes: ApiPerson): Promise<string> {
    const { colleague, stranger } = this.cast
    const owner = { own: eyes, shared: colleague, private: colleague, foreign: stranger }[place]
    if (!owner) throw new Error(`No connection is ${place}`)
    const id = uuid()
    await DatabaseConnection.create({
      ...{ id, tenantId: owner.user.tenantId, ownerId: owner.user.id, name: id, nameKey: id },
      ...{ type: 'sqlite', config: { file: 'matrix.sqlite' }, target: 'matrix.sqlite' },
      ...{ credentialFields: [], version: 1 },
      visibility: place === 'shared' || place === 'foreign' ? 'tenant' : 'private',
    })
    const schedule = { connectionId: id, tenantId: owner.user.tenantId, everyDays: 30 }
    await PasswordSchedule.create({ ...schedule, nextAt: DateTime.utc().plus({ days: 30 }) })
    return id
  }

  private async dataset(place: string, eyes: ApiPerson): Promise<string> {
    const { colleague, stranger } = this.cast
    const owner = { own: eyes, shared: colleague, private: colleague, foreign: stranger }[place]
    if (!owner) throw new Error(`No dataset is ${place}`)
    const { tenantId, id: ownerId } = owner.user
    const id = uuid()
    await Dataset.create({
      ...{ id, tenantId, ownerId, name: id, nameKey: id, connectionName: 'Sales', tableCount: 1 },
      ...{ status: 'succeeded', rowCount: 0, byteCount: 0, attempts: 1, fence: 1 },
      queuedAt: DateTime.utc(),
      visibility: place === 'shared' || place === 'foreign' ? 'tenant' : 'private',
    })
    const request = { columns: null, filters: [], limit: null, asText: [], cursor: null }
    const table = { id, datasetId: id, tenantId, position: 0, name: 't', request, files: [] }
    await DatasetTable.create({ ...table, status: 'succeeded' })
    return id
  }

  private async token(place: string, eyes: ApiPerson): Promise<string> {
    const { colleague, stranger } = this.cast
    const owner = { own: eyes, colleague, foreign: stranger }[place] ?? eyes
    return (await storedToken(owner, ['audit:read'])).token.id
  }

  private async member(place: string): Promise<string> {
    return (place === 'ours' ? this.cast.deactivated : this.cast.stranger).user.id
  }

  private async invitation(place: string): Promise<string> {
    return (await this.#invite(place)).id
  }

  private async link(): Promise<string> {
    return (await this.#invite('ours')).text
  }

  async #invite(place: string) {
    const { user } = place === 'ours' ? this.cast.admin : this.cast.stranger
    const text = invitationText.generate()
    const { id } = await Invitation.create({
      ...{ tenantId: user.tenantId, invitedBy: user.id, role: 'viewer' as const },
      ...{ email: `${uuid()}@example.com`, hash: invitationText.hash(text) },
      expiresAt: DateTime.utc().plus({ days: 1 }),
    })
    return { id, text }
  }
}
