import app from '@adonisjs/core/services/app'
import type User from '#models/user'
import { ConnectionService } from '#services/connection_service'
import type { PostgresServer } from '#tests/support/servers/postgres'

type Place = Pick<PostgresServer, 'host' | 'port' | 'user' | 'password' | 'database'>

/** A saved connection of theirs to a PostgreSQL, which their team shares; resolves with its id. */
export async function connectionTo(user: User, target: Place): Promise<string> {
  const service = await app.container.make(ConnectionService)
  const { id: userId, tenantId, email, role } = user
  const actor = { tenantId, userId, email, role, isProgram: false, ip: null, requestId: null }
  const { host, port, database, user: username, password } = target
  const { id } = await service.create(actor, {
    name: 'Shop',
    type: 'postgresql',
    config: { host, port, database, username, tls: { mode: 'disable' } },
    credentials: { password },
    visibility: 'tenant',
  })
  return id
}

/** What an analyst may come across: two schemas, references, and a value of every kind. */
export const SHOP = `
  create table customers (id bigint primary key, name text);
  create table orders (
    id bigint primary key, customer_id bigint not null references customers (id),
    total numeric(30,10), details jsonb, photo bytea, note text default 'none', is_paid boolean, at timestamptz
  );
  create table empty_one (id int);
  create table "a/b.c?%#" ("d ""e"" <i>" text);
  insert into "a/b.c?%#" values ('<script>found</script>');
  insert into customers values (1, 'Ada'), (2, '=HYPERLINK("http://evil.example.com")'), (3, null);
  insert into orders values
    (9007199254740993, 1, 12345678901234567890.5, '{"sku": "A-1", "counts": [12345678901234567890]}',
      '\\x89504e47', repeat('long ', 100), true, '2026-01-02 03:04:05+00'),
    (2, 1, -5, null, null, '', false, null);
  do $$ begin execute (select 'create table wide (' || string_agg(format('c%s int default %s', i, i), ',') || ')'
    from generate_series(0, 299) i); end $$;
  create table forty as select i from generate_series(1, 40) i;
  insert into wide (c0) values (0);
  create schema reporting;
  create view reporting.revenue as select sum(total) as total from orders;
  create materialized view reporting.totals as select total from orders;
  analyze;
`
