/** What the page behind an invitation's link says. */
export const invitation = {
  join: (team: string) => `Join ${team}`,
  ended: 'This invitation has ended',
  endedText:
    'It was used or withdrawn, or is too old. Ask an administrator of the team for a new one, or',
  signIn: 'sign in',
  endedTextAfter: 'if you have joined already.',
  email: 'Email',
  name: 'Your name',
  password: 'Password',
  passwordHint: 'At least 8 characters.',
  submit: 'Join',
  willBe: {
    admin: 'You will be an administrator of the team.',
    editor: 'You will be an editor of the team.',
    viewer: 'You will be a viewer of the team.',
  } as Record<string, string>,
}
