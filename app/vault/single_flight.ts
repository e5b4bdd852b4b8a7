/** Whoever asks for what is already under way waits for it instead of starting it again. */
export class SingleFlight<T> {
  readonly #underWay = new Map<string, Promise<T>>()

  run(name: string, task: () => Promise<T>): Promise<T> {
    const underWay = this.#underWay.get(name)
    if (underWay) return underWay
    const started = task().finally(() => this.#underWay.delete(name))
    this.#underWay.set(name, started)
    return started
  }
}
