/** Time and randomness come in from outside, so that tests and replays decide them. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
