/** The numbers that say how the server is doing. Measuring never throws and never waits. */

/** Ends a measurement that has begun; called again, it measures again from the same beginning. */
export type EndMeasurement = () => void

export interface Metrics {
  /** Begins when commands go to be appended; ended at each frame that tells of them. */
  delivery(): EndMeasurement
  /** @param call the database function's name */
  databaseQuery(call: string): EndMeasurement
  /**
   * @param procedure from a bounded set; never what a stranger may choose
   * @returns ends it, with the answer's status
   */
  request(procedure: string): (status: number) => void
  /** @param reason why a live connection ended, from a bounded set */
  connectionClosed(reason: string): void
  /**
   * A value that is read whenever somebody asks for the numbers. Undefined, or an error, leaves it out of that answer.
   *
   * @param read has a time limit of its own, where it asks another machine
   */
  watch(name: `parley_${string}`, help: string, read: () => Gauge | Promise<Gauge>): void
}

export type Gauge = number | undefined

/** The numbers as text, for whoever collects them. */
export interface MetricsText {
  contentType: string
  read(): Promise<string>
}

/** Measures nothing. */
export const noMetrics: Metrics = {
  delivery: () => () => {},
  databaseQuery: () => () => {},
  request: () => () => {},
  connectionClosed: () => {},
  watch: () => {},
}
