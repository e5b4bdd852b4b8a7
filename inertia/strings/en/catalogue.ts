import { common } from '~/strings/en/common'
import { datasets } from '~/strings/en/datasets'
import { errors } from '~/strings/en/errors'
import { shell } from '~/strings/en/shell'
import { signIn } from '~/strings/en/sign_in'

/** Everything that the pages say in English, by the place that says it. */
export const en = {
  common,
  datasets,
  errors,
  shell,
  signIn,
}
