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

/** How each kind of table is drawn. */
export const tableIcons: Record<TableKind, Icon> = {
  table: IconTable,
  view: IconEye,
  materialized_view: IconTableSpark,
  foreign_table: IconTableShare,
  partitioned_table: IconLayersSubtract,
  collection: IconFiles,
}
