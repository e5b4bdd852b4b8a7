import { SecretText } from '#services/auth/secret_text'

/** API tokens. */
export const apiTokenText = new SecretText('vlr_')

/** What the links of invitations end with. */
export const invitationText = new SecretText('vli_')
