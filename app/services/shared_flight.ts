interface Flight<T> {
  result: Promise<T>
  waiting: number
  controller: AbortController
}

/**
 * Does the same work once, however many ask for it at the same time. Somebody who goes away leaves the others
 * alone; when the last one goes, the work is cancelled.
 */
export class SharedFlight<T> {
  private flights = new Map<string, Flight<T>>()

  /** Rejects with the signal's reason when this caller goes away. */
  async join(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>) {
    signal.throwIfAborted()
    const flight = this.flights.get(key) ?? this.start(key, work)
    flight.waiting += 1
    const departure = Promise.withResolvers<never>()
    const leave = () => departure.reject(signal.reason)
    signal.addEventListener('abort', leave, { once: true })
    try {
      return await Promise.race([flight.result, departure.promise])
    } finally {
      signal.removeEventListener('abort', leave)
      flight.waiting -= 1
      if (flight.waiting === 0) this.end(key, flight, signal.reason)
    }
  }

  private start(key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController()
    const flight = { result: work(controller.signal), waiting: 0, controller }
    this.flights.set(key, flight)
    flight.result.catch(() => {})
    return flight
  }

  private end(key: string, flight: Flight<T>, reason: unknown) {
    flight.controller.abort(reason)
    if (this.flights.get(key) === flight) this.flights.delete(key)
  }
}
