/**
 * Views of the data dictionary that begin with ALL_ show what this user may read. Oracle's own schemas are left
 * out (ALL_USERS.ORACLE_MAINTAINED, since 12.1, which is also the oldest release that can be reached).
 * The table in which a materialized view keeps its rows is not told beside it; neither are tables in the recycle
 * bin, the insides of nested tables, and what indexes and queues keep in tables of their own.
 */
const LISTED = `
  select t.owner, t.table_name as name, 'table' as kind, t.num_rows as estimate
  from all_tables t
  where t.nested = 'NO' and t.secondary = 'N' and t.dropped = 'NO'
    and (t.iot_type is null or t.iot_type = 'IOT')
    and not exists (
      select 1 from all_mviews m where m.owner = t.owner and m.container_name = t.table_name
    )
  union all
  select v.owner, v.view_name, 'view', null from all_views v
  union all
  select m.owner, m.mview_name, 'materialized_view', c.num_rows
  from all_mviews m
  left join all_tables c on c.owner = m.owner and c.table_name = m.container_name`

const NOT_ORACLES_OWN = `l.owner not in (select u.username from all_users u where u.oracle_maintained = 'Y')`

/** Owner, name, kind, and the rows that statistics counted. */
export function tablesQuery(limit: number): string {
  return `select * from (
  select l.owner, l.name, l.kind, l.estimate from (${LISTED}) l
  where ${NOT_ORACLES_OWN}
  order by l.owner, l.name
) where rownum <= ${limit}`
}

/**
 * One row a column, and one in all for a view whose columns are not known. DATA_DEFAULT is a LONG, which survives
 * neither unions nor what the server makes of outer joins in ANSI syntax: hence the older one. Of several foreign
 * keys on a column the one of fewest columns is told.
 */
export const STRUCTURE = `select l.owner, l.name, l.kind, l.estimate,
  c.column_name, c.data_type, c.data_type_owner, c.data_length, c.data_precision, c.data_scale,
  c.char_length, c.char_used, c.nullable, k.position, f.owner, f.table_name, f.column_name,
  c.data_default
from (${LISTED}) l, all_tab_cols c,
(
  select kc.column_name, kc.position
  from all_constraints pk
  join all_cons_columns kc on kc.owner = pk.owner and kc.constraint_name = pk.constraint_name
  where pk.constraint_type = 'P' and pk.owner = :key_owner and pk.table_name = :key_table
) k,
(
  select w.referencing, w.owner, w.table_name, w.column_name,
    row_number() over (partition by w.referencing order by w.width, w.constraint_name) as choice
  from (
    select fc.column_name as referencing, rc.owner, rc.table_name, rc.column_name,
      fk.constraint_name, count(*) over (partition by fk.constraint_name) as width
    from all_constraints fk
    join all_cons_columns fc on fc.owner = fk.owner and fc.constraint_name = fk.constraint_name
    join all_cons_columns rc
      on rc.owner = fk.r_owner and rc.constraint_name = fk.r_constraint_name
      and rc.position = fc.position
    where fk.constraint_type = 'R' and fk.owner = :foreign_owner and fk.table_name = :foreign_table
  ) w
) f
where ${NOT_ORACLES_OWN} and l.owner = :table_owner and l.name = :table_name
  and c.owner (+) = l.owner and c.table_name (+) = l.name and c.hidden_column (+) = 'NO'
  and k.column_name (+) = c.column_name
  and f.referencing (+) = c.column_name and f.choice (+) = 1
order by c.column_id`

/** System privileges with which nothing that is stored can be changed. */
const READING = [
  'CREATE SESSION',
  'ALTER SESSION',
  'RESTRICTED SESSION',
  'SET CONTAINER',
  'READ ANY TABLE',
  'SELECT ANY TABLE',
  'SELECT ANY DICTIONARY',
  'SELECT ANY SEQUENCE',
  'SELECT ANY TRANSACTION',
  'SELECT ANY MEASURE FOLDER',
  'SELECT ANY CUBE',
  'SELECT ANY CUBE DIMENSION',
  'FLASHBACK ANY TABLE',
  'INHERIT ANY PRIVILEGES',
  'EXEMPT ACCESS POLICY',
  'EXEMPT REDACTION POLICY',
]

/**
 * Whether the user may change anything, by a system privilege, by owning a table, or by a grant on one; and whether
 * it may do anything at all. What everybody may do with Oracle's own tables does not count.
 */
export const PRIVILEGES = `select
  case
    when exists (
      select 1 from session_privs p
      where p.privilege not in (${READING.map((privilege) => `'${privilege}'`).join(', ')})
    ) then 1
    when exists (select 1 from user_tables) then 1
    when exists (
      select 1 from all_tab_privs g
      where g.privilege in ('INSERT', 'UPDATE', 'DELETE', 'ALTER')
        and (
          g.grantee in (user, 'PUBLIC') or g.grantee in (select r.role from session_roles r)
        )
        and g.table_schema not in (
          select u.username from all_users u where u.oracle_maintained = 'Y'
        )
    ) then 1
    else 0
  end,
  case
    when sys_context('USERENV', 'ISDBA') = 'TRUE' then 1
    when exists (select 1 from session_roles r where r.role = 'DBA') then 1
    when exists (select 1 from session_privs p where p.privilege = 'GRANT ANY PRIVILEGE') then 1
    else 0
  end
from dual`
