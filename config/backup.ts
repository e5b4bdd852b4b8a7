import env from '#start/env'

/** Whether administrators may have the credentials of their tenant in a sealed file by API. */
export const apiExport = env.get('API_EXPORT', true)
