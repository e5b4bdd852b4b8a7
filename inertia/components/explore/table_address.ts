import { queryString } from '~/api/client'

/** The part of a connection's address that shows a table. */
export function tableAddress({ schema, name }: { schema: string | null; name: string }) {
  return queryString({ schema, table: name })
}
