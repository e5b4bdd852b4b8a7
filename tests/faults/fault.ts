/** What became of the product after something went wrong. */
export interface FaultReport {
  /** What was lost, in words; `nothing` is the only right answer. */
  lost: string
  /** Milliseconds from the fault to the product being whole again; null where nothing had to recover. */
  recovered: number | null
  /** Figures worth a column, such as `50 kills, 3 servers`. */
  detail: string
}

/** Something that goes wrong, and what is lost by it. */
export interface Fault {
  name: string
  run(): Promise<FaultReport>
}
