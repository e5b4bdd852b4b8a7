import { audit } from '~/strings/en/audit'
import { tell } from '~/strings/strings_context'

tell({ audit })
