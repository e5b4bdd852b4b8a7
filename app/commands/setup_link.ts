import { ReportingCommand, type Report } from './_reporting_command.js'

export default class SetupLink extends ReportingCommand {
  static commandName = 'setup:link'
  static description = 'Print the link by which the first team is made'
  static help = [
    'While nobody can sign in, whoever opens it makes a team and is its administrator. The server logs the same',
    'link when it starts. It begins with APP_URL, is made from APP_KEY, and is good until there is a user.',
    '',
    'Without a browser: {{ binaryName }} tenants:create.',
  ]

  protected async perform(): Promise<Report> {
    const { default: User } = await import('#models/user')
    const { E_SETUP_OVER } = await import('#services/account_errors')
    const { setupLink } = await import('#services/setup_token')
    if (await User.query().select('id').first()) throw new E_SETUP_OVER()
    const url = setupLink()
    return { data: { url }, lines: [url] }
  }
}
