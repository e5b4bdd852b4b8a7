/** What a connection string says, as an engine's own fields; not validated yet. */
export interface UnderstoodUrl {
  config: Record<string, unknown>
  credentials: Record<string, string>
  /** Names of parameters that no field stands for. Never their values. */
  ignored: string[]
  /** Sentences about what is taken otherwise than it was written. */
  remarks?: string[]
}

/** Longest connection string that is looked at, in characters; reading one takes time in proportion. */
export const URL_LENGTH = 8_192

/** How surely a text is an engine's. */
export type Claim = 'certain' | 'likely'

/** One way in which connection strings of an engine are written. */
export interface ConnectionUrlFormat {
  /** `postgres://user:password@host:5432/database` */
  example: string
  /**
   * Null when the text is written in another way. Nothing it throws or returns as a reason holds the text itself.
   * @throws ConnectorError `bad_config`, when it is written in this way and asks for what cannot be done
   */
  read(text: string): UnderstoodUrl | null
  /**
   * For a spelling that other engines have, too: how much in this text speaks for this one, or null. Without anything
   * that does, the text is read in this way only for those who have chosen the engine.
   */
  claim?(text: string): Claim | null
}
