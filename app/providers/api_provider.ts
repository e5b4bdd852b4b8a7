import { randomUUID } from 'node:crypto'
import { HttpContext, HttpRequest } from '@adonisjs/core/http'
import { BaseSerializer } from '@adonisjs/core/transformers'
import '#providers/client_signal'

interface PageMeta {
  page: number
  perPage: number
  total: number
  lastPage: number
}

/** Wraps what transformers make in `data`, and gives a paginator's figures the names of our contract. */
class ApiSerializer extends BaseSerializer<{ Wrap: 'data'; PaginationMetaData: PageMeta }> {
  wrap = 'data' as const

  definePaginationMetaData(metaData: unknown): PageMeta {
    if (!this.isLucidPaginatorMetaData(metaData)) {
      throw new TypeError('Only a Lucid paginator has paging figures')
    }
    return {
      page: Number(metaData.currentPage),
      perPage: Number(metaData.perPage),
      total: Number(metaData.total),
      lastPage: Number(metaData.lastPage),
    }
  }
}

const serializer = new ApiSerializer()

declare module '@adonisjs/core/http' {
  export interface HttpContext {
    serialize: ApiSerializer['serialize']
  }
}

HttpContext.instanceProperty('serialize', function (this: HttpContext, values: unknown) {
  return serializer.serialize(values as never, this.containerResolver)
} as unknown as ApiSerializer['serialize'])

/** Ids of requests that a proxy or client may have given: nothing that could forge a line of a log. */
const WELL_FORMED_ID = /^[\w.:-]{1,64}$/

HttpRequest.macro('id', function (this: HttpRequest) {
  const { headers } = this.request
  const given = headers['x-request-id']
  if (typeof given !== 'string' || !WELL_FORMED_ID.test(given))
    headers['x-request-id'] = randomUUID()
  return headers['x-request-id'] as string
})

/** Binds the serializer to each request, and vets its id. */
export default class ApiProvider {}
