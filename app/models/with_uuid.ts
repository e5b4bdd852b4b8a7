import { beforeCreate } from '@adonisjs/lucid/orm'
import type { LucidModel, LucidRow } from '@adonisjs/lucid/types/model'
import type { NormalizeConstructor } from '@adonisjs/core/types/helpers'
import { v7 as uuid } from 'uuid'

/** Gives a model a UUID (version 7, so that ids sort by time of creation) unless it has one. */
export function withUuid<T extends NormalizeConstructor<LucidModel>>(superclass: T) {
  class UuidModel extends superclass {
    static selfAssignPrimaryKey = true

    @beforeCreate()
    static assignId(row: LucidRow & { id?: string }) {
      row.id ??= uuid()
    }
  }
  return UuidModel
}
