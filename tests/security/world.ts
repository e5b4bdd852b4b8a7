import { Product, type NewAdmin } from '#tests/support/product'

export interface Answer {
  status: number
  headers: Headers
  text: string
  /** Code of the first error, when there is one. */
  code: string | null
}

interface Request {
  method?: string
  headers?: Record<string, string>
  /** An object is sent as JSON; text as it is. */
  body?: unknown
}

/** Somebody with a token, or nobody. */
export interface Attacker {
  email: string
  password: string
  token: string
}

/** What every attack finds: a production server with two tenants in it. */
export class World {
  private constructor(
    readonly product: Product,
    /** Administrator of the first tenant. */
    readonly admin: Attacker,
    readonly editor: Attacker,
    readonly viewer: Attacker,
    /** Administrator of another tenant. */
    readonly stranger: Attacker
  ) {}

  static async create(): Promise<World> {
    const product = await Product.start()
    const first = await product.newTenant('Defenders')
    const second = await product.newTenant('Strangers')
    const member = async (role: string): Promise<NewAdmin> => {
      const email = `${role}@example.com`
      const password = `a long password of the ${role}`
      const to = ['--tenant=defenders', `--role=${role}`, '--password-stdin']
      await product.ace(['users:create', email, ...to], password)
      return { email, password }
    }
    const people = [first, await member('editor'), await member('viewer'), second]
    const [admin, editor, viewer, stranger] = await Promise.all(
      people.map((one) => logIn(product.origin, one))
    )
    if (!admin || !editor || !viewer || !stranger) throw new Error('Somebody is missing')
    return new World(product, admin, editor, viewer, stranger)
  }

  /** One request to a path of the server, as anybody. */
  send(path: string, request: Request = {}): Promise<Answer> {
    return send(this.product.origin + path, request)
  }

  /** One request below `/api/v2`, with somebody's token. */
  api(who: Attacker, method: string, path: string, body?: unknown): Promise<Answer> {
    const headers = { authorization: `Bearer ${who.token}` }
    return this.send(`/api/v2${path}`, { method, headers, body })
  }

  async end(): Promise<void> {
    await this.product.stop()
  }
}

/** How an answer is told in the table: `422 E_INVALID`, or `200`. */
export function told({ status, code }: Answer): string {
  return code ? `${status} ${code}` : String(status)
}

async function logIn(origin: string, { email, password }: NewAdmin): Promise<Attacker> {
  const body = { email, password }
  const { status, text } = await send(`${origin}/api/v2/auth/login`, { method: 'POST', body })
  if (status !== 200) throw new Error(`${email} cannot log in: ${status} ${text}`)
  return { email, password, token: JSON.parse(text).data.token }
}

async function send(url: string, { method = 'GET', headers = {}, body }: Request): Promise<Answer> {
  const isText = typeof body === 'string' || body === undefined
  const answer = await fetch(url, {
    method,
    headers: isText ? headers : { 'content-type': 'application/json', ...headers },
    body: isText ? body : JSON.stringify(body),
    redirect: 'manual',
  })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, text, code: codeIn(text) }
}

function codeIn(text: string): string | null {
  try {
    return JSON.parse(text).errors?.[0]?.code ?? null
  } catch {
    return null
  }
}
