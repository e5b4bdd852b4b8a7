/** What the page of the first run says. */
export const setup = {
  title: 'Set up Varlor',
  lead: 'Nobody can sign in here yet. Make your team; you will be its administrator.',
  token: 'Setup token',
  tokenHint: 'In the server’s log, or from: node ace setup:link',
  tokenTaken: 'Taken from your link.',
  team: 'Name of the team',
  fullName: 'Your name',
  email: 'Email',
  password: 'Password',
  passwordHint: 'At least 8 characters.',
  submit: 'Create the team',
  foot: 'The token shows that you run this server, so that no stranger can be first. It is worth nothing once your team is there.',
}
