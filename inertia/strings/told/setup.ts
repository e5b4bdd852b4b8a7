import { setup } from '~/strings/en/setup'
import { tell } from '~/strings/strings_context'

tell({ setup })
