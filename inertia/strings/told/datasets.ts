import { datasets } from '~/strings/en/datasets'
import { tell } from '~/strings/strings_context'

tell({ datasets })
