/** The administrator of a trial. Everybody knows the password, so production does not start while it works. */
export const DEFAULT_ADMIN = { email: 'admin@example.com', password: 'admin1234' }
