/** What is asked of a stream, which goes on after a line that it did not take. */
interface LinePlace {
  on(event: "error", listener: () => void): unknown;
  write(line: string, done: (error?: Error | null) => void): unknown;
}

/** Level of a warning among the lines of the log, as pino writes it. */
const WARNING = 40;

/**
 * Writes lines of the log. One that the place does not take, since its disk is full or nobody reads
 * it any more, is dropped: a log that cannot be written is no reason to keep people waiting. How
 * many were dropped stands in the log with the next line that it takes.
 */
export const logOutputTo = (place: LinePlace): { write(line: string): void } => {
  let dropped = 0;
  // Without a listener the first line that fails would end the process.
  place.on("error", () => {});
  const tellDropped = (): void => {
    const lines = dropped;
    if (lines === 0) return;
    dropped = 0;
    const line = JSON.stringify({
      level: WARNING,
      time: Date.now(),
      dropped: lines,
      msg: "log lines dropped",
    });
    place.write(`${line}\n`, (error) => {
      if (error) dropped += lines;
    });
  };
  return {
    write(line) {
      place.write(line, (error) => {
        if (error) dropped += 1;
        else tellDropped();
      });
    },
  };
};

/**
 * From now on no output of this process that takes nothing ends it: its disk may be full, or
 * whoever has read it may have gone.
 */
export const outliveOutputs = (): void => {
  for (const output of [process.stdout, process.stderr]) output.on("error", () => {});
};

/** The log of a process, on its standard output. */
export const logOutput = (): { write(line: string): void } => logOutputTo(process.stdout);
