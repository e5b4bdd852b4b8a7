/**
 * Functions are written with their schema, so that nothing of the same name in the database's own schemas is called.
 * Privileges are read from the catalog's lists of grants, each distinct list once: asking `has_table_privilege` for
 * each of ten thousand tables takes a new session a quarter of a second.
 */

const RELATIONS = `c.relkind in ('r', 'p', 'v', 'm', 'f')`

/** Lists of grants that let this role read. */
const READABLE = `
  select d.relacl
  from (
    select distinct c.relacl from pg_catalog.pg_class c where ${RELATIONS} and c.relacl is not null offset 0
  ) d
  where exists (
    select from pg_catalog.aclexplode(d.relacl) g
    where g.privilege_type = 'SELECT' and (g.grantee = 0 or pg_catalog.pg_has_role(g.grantee, 'USAGE'))
  )`

/** Membership in a role that not every version has. */
function isMemberOf(role: string): string {
  return `coalesce(pg_catalog.pg_has_role(pg_catalog.to_regrole('${role}'), 'USAGE'), false)`
}

/**
 * Version, and whether the role may create things or is above all grants: the cheap questions, asked of every target.
 */
export const SERVER_INFO = `
  select pg_catalog.current_setting('server_version'),
    case
      when pg_catalog.current_setting('is_superuser') = 'on' then true
      when pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') then true
      when ${isMemberOf('pg_write_all_data')} then true
      when exists (
        select from pg_catalog.pg_namespace n
        where n.nspname !~ '^pg_(temp|toast)' and pg_catalog.has_schema_privilege(n.oid, 'CREATE')
      ) then true
      else exists (
        select from pg_catalog.pg_roles r
        where r.rolname = current_user and (r.rolcreaterole or r.rolcreatedb or r.rolreplication)
      )
    end,
    pg_catalog.current_setting('is_superuser') = 'on'`

/** The first object that is not the server's own has this OID (FirstNormalObjectId in its sources). */
const FIRST_OBJECT = 16_384

/**
 * Whether the role owns a table, or was granted writing to one or to a column: asked only where the answer above is
 * no. Each pair of owner and grants counts once; columns are found by the roles that their grants depend on.
 */
export const MAY_WRITE = `
  select case
    when exists (
      select from (
        select distinct c.relowner, c.relacl from pg_catalog.pg_class c
        where c.oid >= ${FIRST_OBJECT} and ${RELATIONS}
        offset 0
      ) d
      where pg_catalog.pg_has_role(d.relowner, 'USAGE') or exists (
        select from pg_catalog.aclexplode(d.relacl) g
        where g.privilege_type in ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE')
          and (g.grantee = 0 or pg_catalog.pg_has_role(g.grantee, 'USAGE'))
      )
    ) then true
    else exists (
      select from pg_catalog.pg_shdepend s
      join pg_catalog.pg_attribute a on a.attrelid = s.objid and a.attnum = s.objsubid,
      pg_catalog.aclexplode(a.attacl) g
      where s.deptype = 'a' and s.objsubid <> 0 and s.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and s.dbid = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
        and pg_catalog.pg_has_role(s.refobjid, 'USAGE')
        and g.privilege_type in ('INSERT', 'UPDATE') and pg_catalog.pg_has_role(g.grantee, 'USAGE')
    )
  end`

/** What the last ANALYZE or VACUUM left; -1 where there was none, which before PostgreSQL 14 was 0 without pages. */
const ROW_ESTIMATE = `
  case
    when c.relkind = 'v' then -1
    when c.reltuples = 0 and c.relpages = 0
      and (select pg_catalog.current_setting('server_version_num')::pg_catalog.int4 < 140000) then -1
    else c.reltuples
  end`

/** Subqueries without a look at the row run once, and the lists of grants only for who does not own everything. */
export const TABLES = `
  select n.nspname, c.relname, c.relkind, ${ROW_ESTIMATE}
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where ${RELATIONS}
    and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and pg_catalog.has_schema_privilege(n.oid, 'USAGE')
    and (
      c.relowner = any (array(
        select r.oid from pg_catalog.pg_roles r where pg_catalog.pg_has_role(r.oid, 'USAGE')
      ))
      or (select ${isMemberOf('pg_read_all_data')})
      or c.relacl in (${READABLE})
    )
  order by n.nspname, c.relname
  limit $1::pg_catalog.int4`

/**
 * One row a column, one row in all for a table without columns. A domain counts as the type below it. Of several
 * foreign keys on a column the one of fewest columns is told. Subqueries rather than joins: they are planned in a
 * third of the time.
 */
export const STRUCTURE = `
  select n.nspname, c.relname, c.relkind, ${ROW_ESTIMATE},
    a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
    (
      select pg_catalog.pg_get_expr(d.adbin, d.adrelid) from pg_catalog.pg_attrdef d
      where d.adrelid = a.attrelid and d.adnum = a.attnum
    ),
    (
      select pg_catalog.array_position(k.conkey, a.attnum) from pg_catalog.pg_constraint k
      where k.conrelid = c.oid and k.contype = 'p'
    ),
    (
      select pg_catalog.json_build_array(
        (
          select fn.nspname from pg_catalog.pg_class fc
          join pg_catalog.pg_namespace fn on fn.oid = fc.relnamespace where fc.oid = k.confrelid
        ),
        (select fc.relname from pg_catalog.pg_class fc where fc.oid = k.confrelid),
        (
          select fa.attname from pg_catalog.pg_attribute fa where fa.attrelid = k.confrelid
            and fa.attnum = k.confkey[pg_catalog.array_position(k.conkey, a.attnum)]
        )
      )
      from pg_catalog.pg_constraint k
      where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any (k.conkey)
      order by pg_catalog.cardinality(k.conkey), k.oid
      limit 1
    ),
    (
      select case when t.typtype = 'd' then t.typbasetype else t.oid end from pg_catalog.pg_type t
      where t.oid = a.atttypid
    )
  from pg_catalog.pg_namespace n
  join pg_catalog.pg_class c on c.relnamespace = n.oid
  left join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where n.nspname = $1 and c.relname = $2 and ${RELATIONS}
  order by a.attnum`
