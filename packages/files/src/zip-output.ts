import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { PassThrough, type Readable, type Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { ZipFile } from "yazl";

/** Every entry bears the same local time, so that the same content always gives the same bytes. */
export const entryOptions = { mtime: new Date(2020, 0, 1), mode: 0o100644, forceDosTimestamp: true } as const;

/** Where a file goes: a path, or a stream that this ends. */
export type FileTarget = string | Writable;

export const toWritable = (target: FileTarget): Writable =>
  typeof target === "string" ? createWriteStream(target) : target;

/** A zip under way, its bytes flowing into the target. */
export class ZipOutput {
  readonly zip = new ZipFile();
  readonly #done: Promise<void>;
  #failure: Error | undefined;
  constructor(target: FileTarget) {
    const out = toWritable(target);
    this.#done = finished(out);
    this.#done.catch((error: unknown) => {
      this.#failure = error instanceof Error ? error : new Error(String(error));
    });
    this.zip.on("error", (error) => out.destroy(error));
    this.zip.outputStream.pipe(out);
  }

  /** Rejects when the target failed; what is still to be written has nowhere to go. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Resolves when the stream takes more, or rejects when the target failed. */
  async drained(stream: Writable): Promise<void> {
    await Promise.race([once(stream, "drain"), this.#done]);
    this.check();
  }

  /** Resolves when all of the stream has been taken, or rejects when the target failed. */
  async consumed(stream: Readable): Promise<void> {
    await Promise.race([once(stream, "end"), this.#done]);
    this.check();
  }

  /** Waits while the target is behind. */
  async drainedOutput(): Promise<void> {
    const out = this.zip.outputStream;
    if (out instanceof PassThrough && out.writableNeedDrain) await this.drained(out);
  }

  async finish(): Promise<void> {
    this.check();
    this.zip.end();
    await this.#done;
  }
}
