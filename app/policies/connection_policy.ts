import { BasePolicy } from '@adonisjs/bouncer'
import type DatabaseConnection from '#models/database_connection'
import type { Actor } from '#services/actor'

/**
 * What a role may do with a connection that this person can see. Whom it is hidden from is not a question of
 * roles: `DatabaseConnection.visibleTo` never finds it for them.
 */
export default class ConnectionPolicy extends BasePolicy {
  create(actor: Actor) {
    return actor.role !== 'viewer'
  }

  /** Their own, those shared for editing; an administrator all they can see. */
  update(actor: Actor, connection: DatabaseConnection) {
    if (actor.role === 'admin') return true
    if (actor.role === 'viewer') return false
    return connection.ownerId === actor.userId || connection.visibility === 'tenant'
  }

  /** Else an editor could take a shared connection away from its owner and everybody else. */
  changeVisibility(actor: Actor, connection: DatabaseConnection) {
    return this.update(actor, connection) && connection.ownerId === actor.userId
  }

  /**
   * The copy is theirs, password included. Else an editor could keep, and as an owner use in ways that are for owners
   * only, what they were merely let in with.
   */
  duplicate(actor: Actor, connection: DatabaseConnection) {
    if (!this.update(actor, connection)) return false
    return actor.role === 'admin' || connection.ownerId === actor.userId
  }

  delete(actor: Actor, connection: DatabaseConnection) {
    return this.update(actor, connection)
  }

  test(actor: Actor, connection: DatabaseConnection) {
    return this.update(actor, connection)
  }

  rotatePassword(actor: Actor, connection: DatabaseConnection) {
    return this.update(actor, connection)
  }

  /**
   * Naming another user whose password is changed. Else an editor, who never saw the password of a shared connection,
   * could use its rights to lock others out.
   */
  alternateUser(actor: Actor, connection: DatabaseConnection) {
    if (!this.update(actor, connection)) return false
    return actor.role === 'admin' || connection.ownerId === actor.userId
  }

  /** Listing tables, previewing rows. */
  read() {
    return true
  }
}
