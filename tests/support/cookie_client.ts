const INERTIA = { 'x-inertia': 'true', 'x-requested-with': 'XMLHttpRequest' }

export interface InertiaPage {
  component: string
  props: Record<string, unknown>
}

/** Speaks HTTP like a browser does: keeps cookies, does not follow redirects by itself. */
export class CookieClient {
  #cookies = new Map<string, string>()
  /** Version of the assets, as Inertia's server told us. */
  #version = ''

  constructor(private origin = `http://127.0.0.1:${process.env.PORT}`) {}

  /** What a page's script would send as `X-XSRF-TOKEN`. */
  get xsrfToken(): string {
    return decodeURIComponent(this.#cookies.get('XSRF-TOKEN') ?? '')
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(name)
  }

  cookies(): [name: string, value: string][] {
    return [...this.#cookies]
  }

  keep(name: string, value: string): void {
    this.#cookies.set(name, value)
  }

  async request(method: string, path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    if (this.#cookies.size > 0) {
      const pairs = [...this.#cookies].map(([name, value]) => `${name}=${value}`)
      headers.set('cookie', pairs.join('; '))
    }
    const response = await fetch(this.origin + path, {
      ...init,
      method,
      headers,
      redirect: 'manual',
    })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    return response
  }

  get(path: string, headers: Record<string, string> = {}) {
    return this.request('GET', path, { headers })
  }

  /** Posts JSON with the CSRF token that a page would send; `headers` may say otherwise. */
  post(path: string, body: unknown = {}, headers: Record<string, string> = {}) {
    return this.request('POST', path, {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'x-xsrf-token': this.xsrfToken, ...headers },
    })
  }

  /** A page's component and props, asked for as Inertia does from a page that is already open. */
  async page(path: string): Promise<InertiaPage> {
    const response = await this.visit(path)
    if (response.status !== 200) throw new Error(`Expected a page, got ${response.status}`)
    return (await response.json()) as InertiaPage
  }

  /** The answer to such a request. Assets of another version are taken over, as by reloading. */
  async visit(path: string): Promise<Response> {
    const response = await this.get(path, { ...INERTIA, 'x-inertia-version': this.#version })
    if (response.status !== 409) return response
    this.#version = response.headers.get('x-inertia-version') ?? ''
    return this.get(path, { ...INERTIA, 'x-inertia-version': this.#version })
  }

  /** What a form of a page sends. */
  submit(path: string, body: unknown = {}, headers: Record<string, string> = {}) {
    return this.post(path, body, { ...INERTIA, ...headers })
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';')
    const at = pair.indexOf('=')
    const name = pair.slice(0, at)
    const isGone = attributes.some((attribute) => /^\s*max-age=(0|-\d+)$/i.test(attribute))
    if (isGone) this.#cookies.delete(name)
    else this.#cookies.set(name, pair.slice(at + 1))
  }
}
