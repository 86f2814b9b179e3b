/**
 * How long a test waits for a state before it gives up, in milliseconds. A guard against hanging
 * and no claim about speed: a machine on which everything takes ten times as long reaches the state
 * as well.
 */
export const PATIENCE_MS = 120_000;
