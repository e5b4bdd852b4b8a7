import { settings } from '~/strings/en/settings'
import { tell } from '~/strings/strings_context'

tell({ settings })
