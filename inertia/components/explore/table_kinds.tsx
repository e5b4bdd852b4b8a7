import {
  type Icon,
  IconEye,
  IconFiles,
  IconLayersSubtract,
  IconTable,
  IconTableShare,
  IconTableSpark,
} from '@tabler/icons-react'
import type { TableKind } from '~/api/types'

/** How each kind of table is called and drawn. */
export const tableKinds: Record<TableKind, { label: string; icon: Icon }> = {
  table: { label: 'Table', icon: IconTable },
  view: { label: 'View', icon: IconEye },
  materialized_view: { label: 'Materialized view', icon: IconTableSpark },
  foreign_table: { label: 'Foreign table', icon: IconTableShare },
  partitioned_table: { label: 'Partitioned table', icon: IconLayersSubtract },
  collection: { label: 'Collection', icon: IconFiles },
}
