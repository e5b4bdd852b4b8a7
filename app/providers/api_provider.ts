import { HttpContext } from '@adonisjs/core/http'
import { BaseSerializer } from '@adonisjs/core/transformers'

interface PageMeta {
  page: number
  perPage: number
  total: number
  lastPage: number
}

/** Wraps what transformers make in `data`, and a paginator's figures in `meta`. */
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

/** Binds the serializer to each request. */
export default class ApiProvider {}
