import { HttpContext } from '@adonisjs/core/http'
import { ApiError } from '#exceptions/api_error'

declare module '@adonisjs/core/http' {
  export interface HttpContext {
    /** Aborted when the client goes away before it has its answer. */
    clientSignal: AbortSignal
  }
}

HttpContext.getter(
  'clientSignal',
  function (this: HttpContext) {
    const controller = new AbortController()
    const { response } = this.response
    const leave = () => {
      if (!response.writableFinished) controller.abort(new ApiError('E_CANCELLED'))
    }
    // Whoever went away before anybody asked will not go away again.
    if (response.closed) leave()
    else response.once('close', leave)
    return controller.signal
  },
  true
)
