import { closeSync, fdatasyncSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** One figure: how a subject does beside its baseline. Rates are operations per second, CPU is microseconds per operation. */
export interface Figure {
  readonly name: string;
  readonly baseline: string;
  /** Median, lowest and highest of the paired ratios subject / baseline. */
  readonly ratio: number;
  readonly lowest: number;
  readonly highest: number;
  readonly rate: number;
  readonly baselineRate: number;
  readonly cpu: number;
  readonly baselineCpu: number;
  /** The smallest ratio that was promised; undefined for a figure that is only reported. */
  readonly target?: number;
  readonly note?: string;
}

export interface Suite {
  readonly name: string;
  run(folder: string): Promise<readonly Figure[]>;
}

/** Does its work once and answers how many operations that was. Setting up belongs into `prepare`, which is not timed. */
export interface Work {
  readonly prepare?: () => Promise<void> | void;
  readonly run: () => Promise<number> | number;
}

interface Sample {
  readonly rate: number;
  readonly cpu: number;
}

setFlagsFromString("--expose-gc");
// The flag adds `gc` to contexts made after it was set.
const collectGarbage = runInNewContext("gc") as () => void;

export const sample = async ({ prepare, run }: Work): Promise<Sample> => {
  await prepare?.();
  collectGarbage();
  const cpuBefore = process.cpuUsage();
  const start = process.hrtime.bigint();
  const operations = await run();
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { rate: operations / seconds, cpu: (user + system) / operations };
};

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = 0, high = 0] =
    sorted.length % 2 ? [sorted[middle], sorted[middle]] : [sorted[middle - 1], sorted[middle]];
  return (low + high) / 2;
};

/** Runs both by turns, A B B A …, after one round that warms up, so that a disk that slows down slows both. */
export const pair = async (options: {
  readonly name: string;
  readonly baselineName: string;
  readonly subject: Work;
  readonly baseline: Work;
  readonly target?: number;
  readonly note?: string;
  readonly pairs?: number;
}): Promise<Figure> => {
  const { subject, baseline, pairs = 7 } = options;
  await sample(baseline);
  await sample(subject);
  const subjects: Sample[] = [];
  const baselines: Sample[] = [];
  for (let index = 0; index < pairs; index++) {
    if (index % 2 === 0) subjects.push(await sample(subject));
    baselines.push(await sample(baseline));
    if (index % 2 === 1) subjects.push(await sample(subject));
  }
  const ratios = subjects.map(({ rate }, index) => rate / (baselines[index]?.rate ?? rate));
  return {
    name: options.name,
    baseline: options.baselineName,
    ratio: median(ratios),
    lowest: Math.min(...ratios),
    highest: Math.max(...ratios),
    rate: median(subjects.map(({ rate }) => rate)),
    baselineRate: median(baselines.map(({ rate }) => rate)),
    cpu: median(subjects.map(({ cpu }) => cpu)),
    baselineCpu: median(baselines.map(({ cpu }) => cpu)),
    ...(options.target === undefined ? {} : { target: options.target }),
    ...(options.note === undefined ? {} : { note: options.note }),
  };
};

/** A folder on the disk that is measured; the system's temporary folder may be in memory. */
export const scratchFolder = (name: string) => {
  const root = join(import.meta.dirname, ".data");
  mkdirSync(root, { recursive: true });
  const folder = mkdtempSync(join(root, `${name}-`));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
};

/** Writes and fdatasyncs each text, at the end of the file. */
export const writeDurably = (file: string, texts: readonly string[]): number => {
  const handle = openSync(file, "a");
  try {
    for (const text of texts) {
      writeSync(handle, text);
      fdatasyncSync(handle);
    }
  } finally {
    closeSync(handle);
  }
  return texts.length;
};
