import { connect } from '~/strings/en/connect'
import { tell } from '~/strings/strings_context'

tell({ connect })
