import { ConnectorError } from '#connectors/connector_error'

/** Snowflake's own rule for accounts (letters, digits and `_`, parted by single dots and hyphens). */
const ACCOUNT = /^\w+([.-]\w+){0,6}$/

/** Regions of China are served by another company under its own domain. */
const IN_CHINA = /\.cn-/

/**
 * The one host that an account lives on: the domain is ours to add, so that no account can name another. Underscores
 * may be in accounts and not in host names: Snowflake serves those with hyphens.
 *
 * @throws ConnectorError `bad_config`
 */
export function hostOf(account: unknown): string {
  if (typeof account !== 'string' || !ACCOUNT.test(account) || account.length > 200) {
    throw new ConnectorError('bad_config', 'This is not the identifier of a Snowflake account.', {
      field: 'account',
      hint: 'Enter what stands before .snowflakecomputing.com, such as myorg-account123.',
    })
  }
  const name = account.toLowerCase().replaceAll('_', '-')
  return `${name}.snowflakecomputing.${IN_CHINA.test(name) ? 'cn' : 'com'}`
}
