import { inject } from '@adonisjs/core'
import { Bouncer } from '@adonisjs/bouncer'
import { ApiError } from '#exceptions/api_error'
import type Dataset from '#models/dataset'
import DatasetPolicy from '#policies/dataset_policy'
import type { Actor } from '#services/actor'
import { DatasetStore } from '#services/datasets/dataset_store'

/** Finds datasets for somebody, and says what they may do with them. */
@inject()
export class DatasetAccess {
  constructor(private store: DatasetStore) {}

  /** Without its tables. @throws ApiError E_NOT_FOUND, the same for what is missing and what is hidden */
  async find(actor: Actor, id: string): Promise<Dataset> {
    return existing(await this.store.find(actor, id))
  }

  /** With its tables. @throws ApiError E_NOT_FOUND */
  async findWhole(actor: Actor, id: string): Promise<Dataset> {
    return existing(await this.store.findWhole(actor, id))
  }

  /** The policy's answers for this person; `authorize` throws E_AUTHORIZATION_FAILURE. */
  policyOf(actor: Actor) {
    return new Bouncer({ ...actor }).with(DatasetPolicy)
  }
}

export function existing<T>(found: T | null): T {
  if (found === null) throw new ApiError('E_NOT_FOUND')
  return found
}

/** How the trail names a dataset. */
export function datasetTarget({ id, name }: { id: string; name: string | null }) {
  return { type: 'dataset', id, name }
}
