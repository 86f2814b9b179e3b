/** Fills the log of an installation's folder. */
export interface FillJob {
  readonly folder: string;
  readonly unitId: string;
  readonly account: string;
  readonly records: number;
  readonly eventsEach: number;
}

export interface FillReport {
  readonly head: number;
}

export interface RebuildJob {
  readonly folder: string;
}

/** Bytes, seconds and CPU microseconds. */
export interface RebuildReport {
  readonly events: number;
  readonly seconds: number;
  readonly cpu: number;
  /** The largest resident set while each tenth of the log was read. */
  readonly peaks: readonly number[];
  readonly peak: number;
}
