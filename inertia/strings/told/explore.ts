import { explore } from '~/strings/en/explore'
import { tell } from '~/strings/strings_context'

tell({ explore })
