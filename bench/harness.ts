import { closeSync, fdatasyncSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * One figure: how a subject does beside its baseline. Rates are operations per second, CPU is
 * microseconds per operation.
 */
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
  /** The largest CPU time per operation that was promised, as a multiple of the baseline's. */
  readonly maxCpu?: number;
  readonly note?: string;
}

export interface Suite {
  readonly name: string;
  /** Left out of the whole run; its section of RESULTS.md is its own. */
  readonly onlyByName?: boolean;
  /** Remarks are printed above the table. */
  run(folder: string, remark: (line: string) => void): Promise<readonly Figure[]>;
}

/**
 * Does its work once and answers how many operations that was. Setting up belongs into `prepare`,
 * which is not timed.
 */
export interface Work {
  readonly prepare?: () => Promise<void> | void;
  readonly run: () => Promise<number> | number;
}

export interface Sample {
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

/** Of values sorted by size. */
export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

interface Naming {
  readonly name: string;
  readonly baselineName: string;
  readonly target?: number;
  readonly maxCpu?: number;
  readonly note?: string;
}

/** Pairs the samples in the order in which they were taken. */
export const figureOf = (
  naming: Naming,
  subjects: readonly Sample[],
  baselines: readonly Sample[],
): Figure => {
  const ratios = subjects.map(({ rate }, index) => rate / (baselines[index]?.rate ?? rate));
  const { name, baselineName, target, maxCpu, note } = naming;
  return {
    name,
    baseline: baselineName,
    ratio: median(ratios),
    lowest: Math.min(...ratios),
    highest: Math.max(...ratios),
    rate: median(subjects.map(({ rate }) => rate)),
    baselineRate: median(baselines.map(({ rate }) => rate)),
    cpu: median(subjects.map(({ cpu }) => cpu)),
    baselineCpu: median(baselines.map(({ cpu }) => cpu)),
    ...(target === undefined ? {} : { target }),
    ...(maxCpu === undefined ? {} : { maxCpu }),
    ...(note === undefined ? {} : { note }),
  };
};

/**
 * Runs all of them by turns, forwards and backwards, after one round that warms up, so that a disk
 * that slows down slows all. Answers the samples of each, round by round.
 */
export const byTurns = async (works: readonly Work[], rounds: number): Promise<Sample[][]> => {
  for (const work of works) await sample(work);
  const samples = works.map((): Sample[] => []);
  for (let round = 0; round < rounds; round++) {
    const order = [...works.keys()];
    for (const index of round % 2 === 0 ? order : order.reverse()) {
      const work = works[index];
      if (work) samples[index]?.push(await sample(work));
    }
  }
  return samples;
};

/** One subject beside one baseline, A B B A … */
export const pair = async (
  options: Naming & { readonly subject: Work; readonly baseline: Work; readonly pairs?: number },
): Promise<Figure> => {
  const { subject, baseline, pairs = 7 } = options;
  const [subjects = [], baselines = []] = await byTurns([subject, baseline], pairs);
  return figureOf(options, subjects, baselines);
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
