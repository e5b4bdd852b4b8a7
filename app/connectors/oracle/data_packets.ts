/** Where type and body of a data packet stand. */
const TYPE_AT = 4
const DATA = 6
const DATA_BODY = 10

/** Where flags stand in a data packet, and what a packet of its own says: the answer ends here. */
const DATA_FLAGS = 8
const END_OF_ANSWER = 29

/**
 * Makes one of data packets that came together, because the driver takes long over many small ones. Only the last
 * may say no more than that an answer ends, which the driver looks for in a packet of its own.
 */
export function mergeData(packets: Buffer[]): Buffer[] {
  const merged: Buffer[] = []
  let run: Buffer[] = []
  const endRun = () => {
    if (run.length > 0) merged.push(run.length === 1 ? (run[0] as Buffer) : joined(run))
    run = []
  }
  packets.forEach((packet, i) => {
    const isData = packet.readUInt8(TYPE_AT) === DATA && packet.length >= DATA_BODY
    const isLast = i === packets.length - 1
    const isEnd = packet.length === DATA_BODY + 1 && packet.readUInt8(DATA_BODY) === END_OF_ANSWER
    if (!isData || (isLast && isEnd)) {
      endRun()
      merged.push(packet)
    } else run.push(packet)
  })
  endRun()
  return merged
}

function joined(run: Buffer[]): Buffer {
  const [first = Buffer.alloc(DATA_BODY)] = run
  const whole = Buffer.concat([
    first.subarray(0, DATA_BODY),
    ...run.map((packet) => packet.subarray(DATA_BODY)),
  ])
  whole.writeUInt32BE(whole.length, 0)
  whole.writeUInt16BE(
    run.reduce((flags, packet) => flags | packet.readUInt16BE(DATA_FLAGS), 0),
    DATA_FLAGS
  )
  return whole
}
