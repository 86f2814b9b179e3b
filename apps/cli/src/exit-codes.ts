/**
 * 0 done, 1 the thing asked about is not in order, 2 the call was wrong, 3 something failed on the
 * way.
 */
export const exitCodes = { done: 0, notInOrder: 1, usage: 2, failed: 3 } as const;

/** Ends the command with a message for a person and an exit code for a script. */
export class CommandFailed extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number = exitCodes.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}
