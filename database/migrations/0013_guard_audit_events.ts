import { createAuditGuards, dropAuditGuards } from '#database/audit_guards'
import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.defer(createAuditGuards)
  }

  async down() {
    this.defer(dropAuditGuards)
  }
}
