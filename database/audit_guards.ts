import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { createTriggers } from '#database/create_triggers'

const REFUSED = 'The audit trail is append-only'

/** What retention may take away: events up to the anchor of their chain, and with the first of them all older ones. */
const PRUNED = `exists (
  select 1 from audit_chains
  where id = coalesce(old.chain_id, old.tenant_id, '00000000-0000-0000-0000-000000000000')
  and (old.sequence <= pruned_sequence or (old.sequence is null and pruned_sequence > 0)))`

interface Guard {
  table: 'audit_events' | 'audit_chains'
  event: 'insert' | 'update' | 'delete'
  /** When it refuses; always, unless it says. */
  when?: string
}

const GUARDS: Guard[] = [
  {
    table: 'audit_events',
    event: 'insert',
    when: 'new.chain_id is null or new.sequence is null or new.hash is null',
  },
  { table: 'audit_events', event: 'update' },
  { table: 'audit_events', event: 'delete', when: `not ${PRUNED}` },
  {
    table: 'audit_chains',
    event: 'update',
    when: `new.id <> old.id or new.sequence < old.sequence
      or new.pruned_sequence < old.pruned_sequence`,
  },
  { table: 'audit_chains', event: 'delete' },
]

/**
 * Makes the database refuse to change or remove events, to take one without a place in its chain, and to turn a
 * chain back. Whoever may change tables can do away with that; then the chain tells.
 *
 * @throws with the remedy, where MySQL lets only administrators make triggers
 */
export async function createAuditGuards(client: QueryClientContract): Promise<void> {
  await dropAuditGuards(client)
  await createTriggers(client, statementsFor(client).create)
}

export async function dropAuditGuards(client: QueryClientContract): Promise<void> {
  for (const statement of statementsFor(client).drop) await client.rawQuery(statement)
}

function statementsFor({ dialect: { name } }: QueryClientContract) {
  if (name === 'postgres') return postgres()
  return name === 'mysql' ? mysql() : embedded()
}

/**
 * SQLite fires no trigger on deleting what `INSERT OR REPLACE` and `UPDATE OR REPLACE` replace, so these are refused
 * as what they are. A row can also be replaced by its rowid, which every table has.
 */
function embedded() {
  const replaces: Guard[] = [
    {
      table: 'audit_chains',
      event: 'insert',
      when: 'exists (select 1 from audit_chains where id = new.id or rowid = new.rowid)',
    },
    {
      table: 'audit_chains',
      event: 'update',
      when: 'new.rowid <> old.rowid',
    },
    {
      table: 'audit_events',
      event: 'insert',
      when: `exists (select 1 from audit_events where id = new.id or rowid = new.rowid
        or (chain_id = new.chain_id and sequence = new.sequence))`,
    },
  ]
  const guards = [
    ...GUARDS.map((guard) => ({ ...guard, name: nameOf(guard) })),
    ...replaces.map((guard) => ({ ...guard, name: `${nameOf(guard)}_replace` })),
  ]
  const create = guards.map(({ name, table, event, when }) =>
    trigger(
      { name, table, event },
      `${when ? `when ${when}` : ''} begin select raise(abort, '${REFUSED}'); end`
    )
  )
  return { create, drop: guards.map(({ name }) => `drop trigger if exists ${name}`) }
}

/** TRUNCATE fires no trigger here; it takes the right to drop tables. */
function mysql() {
  const refuse = `signal sqlstate '45000' set message_text = '${REFUSED}'`
  const create = GUARDS.map((guard) => {
    const action = `begin if ${guard.when ?? 'true'} then ${refuse}; end if; end`
    return trigger({ ...guard, name: nameOf(guard) }, action)
  })
  return { create, drop: GUARDS.map((guard) => `drop trigger if exists ${nameOf(guard)}`) }
}

/** A trigger's condition may not ask other tables here, so it goes into a function. */
function postgres() {
  const create = GUARDS.flatMap((guard) => {
    const name = nameOf(guard)
    const result = guard.event === 'delete' ? 'old' : 'new'
    return [
      `create function ${name}() returns trigger language plpgsql as $$ begin
        if ${guard.when ?? 'true'} then raise exception '${REFUSED}'; end if;
        return ${result}; end $$`,
      trigger({ ...guard, name }, `execute function ${name}()`),
    ]
  })
  const truncates = ['audit_events', 'audit_chains'].map(
    (table) => `create trigger ${table}_truncate before truncate on ${table}
      for each statement execute function audit_events_update()`
  )
  const drop = GUARDS.map((guard) => `drop function if exists ${nameOf(guard)} cascade`)
  return { create: [...create, ...truncates], drop }
}

function nameOf({ table, event }: Guard): string {
  return `${table}_${event}`
}

function trigger({ name, table, event }: Guard & { name: string }, rest: string): string {
  return `create trigger ${name} before ${event} on ${table} for each row ${rest}`
}
