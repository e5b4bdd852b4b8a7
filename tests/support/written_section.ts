import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'

const END = '<!-- /written -->'

/** The part of a page of the documentation that a command writes. */
export class WrittenSection {
  readonly #path: string
  readonly #begin: string

  /** @param page such as `security.md`, below `docs`; the command as people type it */
  constructor(page: string, command: string) {
    this.#path = fileURLToPath(new URL(`../../docs/${page}`, import.meta.url))
    this.#begin = `<!-- written by ${command} -->`
  }

  /** @throws when the page has no such part */
  async read(): Promise<string> {
    const { page, begin, end } = await this.#find()
    return page.slice(begin, end)
  }

  /** @throws when the page has no such part */
  async write(markdown: string): Promise<void> {
    const { page, begin, end } = await this.#find()
    const whole = `${page.slice(0, begin)}\n\n${markdown}\n\n${page.slice(end)}`
    const options = { ...(await resolveConfig(this.#path)), parser: 'markdown' }
    await writeFile(this.#path, await format(whole, options))
  }

  async #find(): Promise<{ page: string; begin: number; end: number }> {
    const page = await readFile(this.#path, 'utf8')
    const begin = page.indexOf(this.#begin)
    const end = page.indexOf(END)
    if (begin < 0 || end < begin) throw new Error(`${this.#path} has no ${this.#begin}`)
    return { page, begin: begin + this.#begin.length, end }
  }
}
