/** Time and randomness come in from outside, so that tests and replays decide them. */
export interface Clock {
  now(): Date;
  /**
   * That it cannot be right: the newest event was written later. Undefined where it may be right,
   * or where nobody looks.
   */
  findBehind?(): ClockBehind | undefined;
  /**
   * Whether it is behind, or has jumped ahead so far that somebody has to look: nothing is ended
   * for good by it.
   */
  isDoubtful?(): boolean;
}

/** A clock, and when the newest event was written. */
export interface ClockBehind {
  readonly now: Date;
  readonly last: Date;
}

/**
 * Now, or where the clock is behind, when the newest event was written: who may do what is asked
 * of that day, so that a clock which was put back neither takes a role away nor gives one back.
 */
export const notBefore = (clock: Clock): Date => clock.findBehind?.()?.last ?? clock.now();

export const systemClock: Clock = { now: () => new Date() };
