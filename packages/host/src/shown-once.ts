import { fstatSync, statSync } from "node:fs";
import { devNull } from "node:os";

/** What is shown once and kept nowhere was not shown to anybody. */
export class NotShown extends Error {
  constructor() {
    super(
      "Không hiện được cho ai: đầu ra đã đóng, bị bỏ đi hoặc nằm trên ổ đầy. Hãy chạy ở nơi đọc được màn hình / could not be shown to anybody: the output is closed, thrown away or on a full disk. Run it where its output can be read",
    );
    this.name = "NotShown";
  }
}

/** What is asked of a process's output. */
interface Output {
  readonly fd: number;
  write(text: string, done: (error?: Error | null) => void): unknown;
  once(event: "error", listener: () => void): unknown;
  off(event: "error", listener: () => void): unknown;
}

/** Node puts the null device in the place of an output that is closed, too. */
const isThrownAway = ({ fd }: Output): boolean => {
  try {
    const [output, nothing] = [fstatSync(fd), statSync(devNull)];
    return output.isCharacterDevice() && output.rdev === nothing.rdev;
  } catch {
    // A system without such a device, or an output that is no file: the write tells.
    return false;
  }
};

const isTaken = (output: Output, text: string): Promise<boolean> =>
  new Promise((resolve) => {
    const ignore = () => {};
    output.once("error", ignore);
    output.write(text, (error) => {
      // The event comes after the answer to the write.
      setImmediate(() => output.off("error", ignore));
      resolve(!error);
    });
  });

/**
 * Shows what nobody can be shown again, as a key or a password: on the first of the outputs that
 * takes it. Throws `NotShown` where none does; so it is shown before it is kept, wherever it can
 * be.
 */
export const showOnce = async (
  text: string,
  outputs: readonly Output[] = [process.stdout, process.stderr],
): Promise<void> => {
  for (const output of outputs) {
    if (!isThrownAway(output) && (await isTaken(output, `${text}\n`))) return;
  }
  throw new NotShown();
};
