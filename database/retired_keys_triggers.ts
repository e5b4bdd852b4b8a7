interface SealedTable {
  table: string
  column: string
}

const EVENTS = ['insert', 'update'] as const
type Event = (typeof EVENTS)[number]

/** SQLSTATE of the refusal on PostgreSQL; MySQL knows 45000 only, and SQLite none. */
const REFUSED = 'VK001'

/** Statements that make the database refuse rows of this table that name a retired master key. */
export function refuseRetiredKeys(dialect: string, sealed: SealedTable): string[] {
  if (dialect === 'postgres') return onPostgres(sealed)
  const trigger = dialect === 'mysql' ? onMysql : onSqlite
  return EVENTS.map((event) => trigger(sealed, event))
}

/** Statements that take it back. */
export function releaseRetiredKeys(dialect: string, { table }: SealedTable): string[] {
  if (dialect === 'postgres') {
    return [
      `drop trigger if exists ${table}_retired_key on ${table}`,
      `drop function if exists ${table}_retired_key()`,
    ]
  }
  return EVENTS.map((event) => `drop trigger if exists ${table}_retired_key_${event}`)
}

function onSqlite({ table, column }: SealedTable, event: Event): string {
  const moment = event === 'update' ? `update of master_key_id, ${column}` : event
  return `create trigger ${table}_retired_key_${event} before ${moment} on ${table}
    when new.master_key_id in (select master_key_id from retired_keys)
    begin
      select raise(abort, 'master key ' || new.master_key_id || ' is retired');
    end`
}

/** Being volatile, the function sees what was committed while its statement waited for a lock. */
function onPostgres({ table, column }: SealedTable): string[] {
  const name = `${table}_retired_key`
  return [
    `create function ${name}() returns trigger language plpgsql volatile as $$
      begin
        if exists (select 1 from retired_keys where master_key_id = new.master_key_id) then
          raise exception 'master key % is retired', new.master_key_id using errcode = '${REFUSED}';
        end if;
        return new;
      end
    $$`,
    `create trigger ${name} before insert or update of master_key_id, ${column} on ${table}
      for each row execute function ${name}()`,
  ]
}

/**
 * The read takes a lock: it waits for a key that is just being retired, and sees one that was retired after this
 * transaction's snapshot. MySQL cannot tell which columns an update names, so it compares them.
 */
function onMysql({ table, column }: SealedTable, event: Event): string {
  const changed =
    event === 'insert'
      ? 'new.master_key_id is not null'
      : `not (new.master_key_id <=> old.master_key_id and new.${column} <=> old.${column})`
  return `create trigger ${table}_retired_key_${event} before ${event} on ${table} for each row
    begin
      declare retired int default 0;
      declare refusal varchar(128);
      if ${changed} then
        select count(*) into retired from retired_keys
          where master_key_id = new.master_key_id lock in share mode;
        if retired > 0 then
          set refusal = concat('master key ', new.master_key_id, ' is retired');
          signal sqlstate '45000' set message_text = refusal;
        end if;
      end if;
    end`
}
