const WIDTH = 28;

/**
 * A bar on the error stream, so that results can be piped; silent where no one is watching a
 * terminal.
 */
export const createProgressBar = (label: string, stream: NodeJS.WriteStream = process.stderr) => {
  let shown = "";
  return {
    /** `total` null while it is not known. */
    update(done: number, total: number | null): void {
      if (!stream.isTTY) return;
      const share = total === null || total === 0 ? 0 : Math.min(1, done / total);
      const bar = "█".repeat(Math.round(share * WIDTH)).padEnd(WIDTH, "░");
      const figures =
        total === null
          ? done.toLocaleString("vi")
          : `${Math.floor(share * 100)} %  ${done.toLocaleString("vi")}`;
      shown = `${label} ${bar} ${figures}`;
      stream.write(`\r${shown}`);
    },
    end(): void {
      if (shown !== "") stream.write(`\r${" ".repeat(shown.length)}\r`);
    },
  };
};
