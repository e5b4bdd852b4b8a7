/** What the sign-in page says. */
export const signIn = {
  title: 'Sign in',
  heading: 'Sign in to Varlor',
  email: 'Email',
  password: 'Password',
  submit: 'Sign in',
  forgotten: 'Forgotten your password? Ask an administrator of your team for a new one.',
}
