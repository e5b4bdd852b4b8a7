import { SecretText } from '#services/auth/secret_text'

/** API tokens. */
export const apiTokenText = new SecretText('vlr_')

/** What the links of invitations end with. */
export const invitationText = new SecretText('vli_')

/** What lets whoever runs the server make its first team. */
export const setupText = new SecretText('vls_')
