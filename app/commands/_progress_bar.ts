const WIDTH = 24
/** Milliseconds between two drawings: on a terminal, and as lines in a log. */
const EVERY = { terminal: 100, log: 5_000 }

/** Progress on standard error: a bar that is drawn over on a terminal, a line now and then elsewhere. */
export class ProgressBar {
  readonly #started = performance.now()
  #drawn = -Infinity
  #isOpen = false

  /** @param unit what is counted, such as `rows` */
  constructor(
    private readonly unit: string,
    private readonly stream: NodeJS.WriteStream = process.stderr
  ) {}

  update({ done, total }: { done: number; total: number }): void {
    const now = performance.now()
    const due = this.#drawn + (this.stream.isTTY ? EVERY.terminal : EVERY.log)
    if (now < due && done < total) return
    this.#drawn = now
    const line = this.#line(done, total, (now - this.#started) / 1_000)
    this.stream.write(this.stream.isTTY ? `\r\u001B[2K${line}` : `${line}\n`)
    this.#isOpen = true
  }

  /** Leaves what was drawn last, and begins a new line after it. */
  end(): void {
    if (this.#isOpen && this.stream.isTTY) this.stream.write('\n')
  }

  #line(done: number, total: number, seconds: number): string {
    const share = total === 0 ? 1 : done / total
    const rate = done / Math.max(seconds, 0.001)
    const bar = this.stream.isTTY ? `${barOf(share)} ` : ''
    const left = done === 0 ? '' : `, ${duration((total - done) / rate)} left`
    return `${bar}${Math.floor(share * 100)} %  ${done} of ${total} ${this.unit}, ${Math.round(rate)}/s${left}`
  }
}

function barOf(share: number): string {
  const full = Math.round(share * WIDTH)
  return '█'.repeat(full) + '░'.repeat(WIDTH - full)
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds)
  if (whole < 60) return `${whole} s`
  return whole < 3_600
    ? `${Math.floor(whole / 60)} min ${whole % 60} s`
    : `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`
}
