import { invitation } from '~/strings/en/invitation'
import { tell } from '~/strings/strings_context'

tell({ invitation })
