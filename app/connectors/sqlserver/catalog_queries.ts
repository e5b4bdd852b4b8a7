/**
 * The catalog shows a user the objects on which they hold any right. Names are compared by the database's collation,
 * which may ignore case and blanks: who asks for one table must look at what came back.
 */

const KIND = `
  case when o.type = 'V' then 'view' when t.is_external = 1 then 'foreign_table' else 'table' end`

/** Of the heap or the clustered index, all partitions; kept by the server as rows come and go. */
const ROW_ESTIMATE = `
  left join (
    select object_id, sum(rows) as rows from sys.partitions where index_id in (0, 1) group by object_id
  ) p on p.object_id = o.object_id and o.type = 'U' and t.is_external = 0`

const OBJECTS = `
  from sys.objects o
  join sys.schemas s on s.schema_id = o.schema_id
  left join sys.tables t on t.object_id = o.object_id${ROW_ESTIMATE}
  where o.type in ('U', 'V') and o.is_ms_shipped = 0`

export const TABLES_COLUMNS = 4

export function tablesQuery(limit: number): string {
  return `
  select top (${limit}) s.name, o.name, ${KIND}, p.rows${OBJECTS}
  order by s.name, o.name`
}

/** Rights with which something can be written, as `sys.database_permissions` spells them. */
const WRITING = `('IN', 'UP', 'DL', 'AL', 'CL', 'TO')`

export const SERVER_INFO_COLUMNS = 4

/** Version, edition, whether this login may do anything, and whether it may write somewhere in this database. */
export const SERVER_INFO = `
  select convert(nvarchar(128), serverproperty('ProductVersion')),
    convert(int, serverproperty('EngineEdition')),
    is_srvrolemember('sysadmin'),
    case
      when exists (
        select 1 from sys.fn_my_permissions(null, 'DATABASE')
        where permission_name in ('INSERT', 'UPDATE', 'DELETE', 'ALTER', 'CONTROL', 'TAKE OWNERSHIP', 'CREATE TABLE', 'ALTER ANY SCHEMA')
      ) then 1
      when exists (
        select 1 from sys.database_permissions g
        where g.state in ('G', 'W') and g.type in ${WRITING} and g.class in (1, 3)
          and (g.grantee_principal_id = database_principal_id() or is_rolemember(user_name(g.grantee_principal_id)) = 1)
      ) then 1
      when exists (
        select 1 from sys.schemas s
        where s.principal_id = database_principal_id() or is_rolemember(user_name(s.principal_id)) = 1
      ) then 1
      else 0
    end`

export const STRUCTURE_COLUMNS = 20

/**
 * One row a column, one row in all for a table without columns; hidden ones (periods of temporal tables, the insides
 * of graph tables) are left out as `select *` leaves them out. Of several foreign keys on a column the one of fewest
 * columns is told.
 */
export const STRUCTURE = `
  select s.name, o.name, ${KIND}, p.rows,
    c.name, ty.name, st.name, ty.is_user_defined, ty.is_assembly_type,
    c.max_length, c.precision, c.scale, c.is_nullable,
    coalesce(
      d.definition,
      'as ' + cc.definition,
      'identity(' + convert(nvarchar(40), ic.seed_value) + ',' + convert(nvarchar(40), ic.increment_value) + ')'
    ),
    (
      select max(convert(int, k.key_ordinal)) from sys.indexes i
      join sys.index_columns k on k.object_id = i.object_id and k.index_id = i.index_id
      where i.object_id = o.object_id and i.is_primary_key = 1 and k.column_id = c.column_id
    ),
    fk.schema_name, fk.table_name, fk.column_name,
    case when c.encryption_type is null then 0 else 1 end,
    c.column_id
  from sys.objects o
  join sys.schemas s on s.schema_id = o.schema_id
  left join sys.tables t on t.object_id = o.object_id${ROW_ESTIMATE}
  left join sys.columns c on c.object_id = o.object_id and c.is_hidden = 0
  left join sys.types ty on ty.user_type_id = c.user_type_id
  left join sys.types st on st.user_type_id = c.system_type_id and ty.is_assembly_type = 0
  left join sys.default_constraints d on d.object_id = c.default_object_id
  left join sys.computed_columns cc on cc.object_id = c.object_id and cc.column_id = c.column_id
  left join sys.identity_columns ic on ic.object_id = c.object_id and ic.column_id = c.column_id
  outer apply (
    select top (1) rs.name as schema_name, ro.name as table_name, rc.name as column_name
    from sys.foreign_key_columns f
    join sys.objects ro on ro.object_id = f.referenced_object_id
    join sys.schemas rs on rs.schema_id = ro.schema_id
    join sys.columns rc on rc.object_id = f.referenced_object_id and rc.column_id = f.referenced_column_id
    where f.parent_object_id = o.object_id and f.parent_column_id = c.column_id
    order by (
      select count(*) from sys.foreign_key_columns n where n.constraint_object_id = f.constraint_object_id
    ), f.constraint_object_id
  ) fk
  where s.name = @schema and o.name = @name and o.type in ('U', 'V') and o.is_ms_shipped = 0
  order by c.column_id`
