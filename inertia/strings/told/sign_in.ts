import { signIn } from '~/strings/en/sign_in'
import { tell } from '~/strings/strings_context'

tell({ signIn })
