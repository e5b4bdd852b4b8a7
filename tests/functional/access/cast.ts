import { CookieClient as CookieSerializer } from '@adonisjs/core/http'
import encryption from '@adonisjs/core/services/encryption'
import { DateTime } from 'luxon'
import ApiSession from '#models/api_session'
import { ABILITIES } from '#services/auth/abilities'
import { ApiPerson } from '#tests/support/api_person'
import { storedToken } from '#tests/support/api_tokens'
import { CookieClient } from '#tests/support/cookie_client'
import { sqliteFile } from '#tests/support/sqlite_connections'
import type { Who } from '#tests/functional/access/expectations'

const SESSION_ID = 'a-session-of-the-tests'
const cookies = new CookieSerializer(encryption.use())

/** Who plays in the matrix: a team of four, one who left it, and a stranger. */
export class Cast {
  private constructor(
    readonly viewer: ApiPerson,
    readonly editor: ApiPerson,
    readonly admin: ApiPerson,
    readonly colleague: ApiPerson,
    readonly deactivated: ApiPerson,
    readonly stranger: ApiPerson
  ) {}

  static async assemble(): Promise<Cast> {
    const admin = await ApiPerson.create('admin')
    const viewer = await ApiPerson.create('viewer', admin)
    const editor = await ApiPerson.create('editor', admin)
    const colleague = await ApiPerson.create('editor', admin)
    const deactivated = await ApiPerson.create('editor', admin)
    // Not as the product does it, which would take the sessions away as well.
    await deactivated.user.merge({ deactivatedAt: DateTime.utc() }).save()
    const stranger = await ApiPerson.create('admin')
    const sql = 'create table t (a integer); insert into t values (1)'
    for (const person of [admin, stranger]) await sqliteFile(person, 'matrix.sqlite', sql)
    return new Cast(viewer, editor, admin, colleague, deactivated, stranger)
  }

  /** Through whose eyes a thing is somebody's own or a colleague's. */
  eyesOf(who: Who): ApiPerson {
    if (who === 'viewer') return this.viewer
    return who === 'admin' || who === 'tokenAll' || who === 'tokenNone' ? this.admin : this.editor
  }

  /** The headers of a program; sessions that a request ends are made anew for it. */
  async headersOf(who: Who): Promise<Record<string, string>> {
    const bearer = (token: string | null) => ({ authorization: `Bearer ${token}` })
    if (who === 'nobody') return {}
    if (who === 'garbage') return bearer('vlr_nonsense')
    if (who === 'expired') return bearer(await this.#token([...ABILITIES], -1))
    if (who === 'tokenAll') return bearer(await this.#token([...ABILITIES], 1))
    if (who === 'tokenNone') return bearer(await this.#token([], 1))
    const person = this[who]
    return bearer(who === 'deactivated' ? person.token : await person.tokenAnew())
  }

  /** A browser. API tokens mean nothing to pages. */
  async browserOf(who: Who): Promise<CookieClient> {
    const browser = new CookieClient()
    if (who === 'garbage') browser.keep('varlor_session', 'nonsense')
    if (who === 'nobody' || who === 'garbage' || who.startsWith('token')) return browser
    const { user } = who === 'expired' ? this.editor : this[who as 'viewer']
    const expiresAt = DateTime.utc().plus({ days: who === 'expired' ? -1 : 1 })
    const row = { userId: user.id, kind: 'page', generation: 0, expiresAt } as const
    const { id } = await ApiSession.create(row)
    const session = { auth_web: id, seen_at: Date.now() }
    browser.keep('varlor_session', String(cookies.sign('varlor_session', SESSION_ID)))
    browser.keep(SESSION_ID, String(cookies.encrypt(SESSION_ID, session)))
    return browser
  }

  async #token(abilities: Parameters<typeof storedToken>[1], days: number): Promise<string> {
    const { text } = await storedToken(this.admin, abilities, DateTime.utc().plus({ days }))
    return text
  }
}
