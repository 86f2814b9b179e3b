import { arch, cpus, loadavg, platform, release, totalmem } from "node:os";
import { join } from "node:path";
import { recordEvents } from "./events.ts";
import { type Figure, median, scratchFolder, writeDurably } from "./harness.ts";

/** Milliseconds to write and fdatasync one event. */
export const measureFloor = (): number => {
  const { folder, remove } = scratchFolder("floor");
  const texts = recordEvents(9, 40).map(({ event }) => JSON.stringify(event));
  const times = texts.map((text) => {
    const start = process.hrtime.bigint();
    writeDurably(join(folder, "floor"), [text]);
    return Number(process.hrtime.bigint() - start) / 1e6;
  });
  remove();
  return median(times);
};

export const describeMachine = (): string[] => [
  `- ${cpus()[0]?.model ?? "?"} x ${cpus().length}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${release()} ${arch()}`,
  `- load of the last minute before: ${(loadavg()[0] ?? 0).toFixed(1)} (beyond 1 others were at work, and clocks tell little)`,
  `- Node ${process.version}, SQLite ${process.versions["sqlite"]}`,
  "- events: WAL, synchronous=FULL, cache 32 MiB; read models: WAL, synchronous=NORMAL, cache 64 MiB; page 4096",
  `- one event is ${median(recordEvents(9, 40).map(({ event }) => Buffer.byteLength(JSON.stringify(event))))} bytes`,
];

/**
 * The section of a suite in what was published before, up to the next heading; empty when there is
 * none.
 */
const sectionIn = (published: string, name: string): string => {
  const from = published.indexOf(`## ${name}\n`);
  if (from === -1) return "";
  const next = published.indexOf("\n## ", from);
  return published.slice(from, next === -1 ? published.length : next + 1);
};

/** With a suite's section replaced, or set at the end. */
export const withSection = (published: string, name: string, section: string): string => {
  const before = sectionIn(published, name);
  return before === "" ? `${published.trimEnd()}\n\n${section}` : published.replace(before, () => section);
};

/** A new report with the sections that only their own runs write, as they were published. */
export const keepingSections = (report: string, published: string, names: readonly string[]): string =>
  names
    .map((name) => [name, sectionIn(published, name)] as const)
    .reduce((whole, [name, section]) => (section === "" ? whole : withSection(whole, name, section)), report);

const round = (value: number, digits = 2) => value.toFixed(value >= 100 ? 0 : digits);

const promiseOf = ({ target, maxCpu }: Figure): string =>
  [target === undefined ? "" : `≥ ${target}`, maxCpu === undefined ? "" : `CPU ≤ ${maxCpu}`]
    .filter(Boolean)
    .join(", ") || "–";

export const verdictOf = ({ ratio, target, cpu, baselineCpu, maxCpu }: Figure): string => {
  const verdicts = [
    ...(target === undefined ? [] : [ratio >= target ? "holds" : "**missed**"]),
    ...(maxCpu === undefined ? [] : [cpu <= maxCpu * baselineCpu ? "CPU holds" : "**CPU missed**"]),
  ];
  return verdicts.join(", ");
};

export const tableOf = (figures: readonly Figure[]): string[] => [
  "| subject | baseline | ratio (spread) | promised | | per second | baseline | CPU µs | baseline | CPU ratio |",
  "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
  ...figures.map((figure) =>
    [
      "",
      figure.note ? `${figure.name} (${figure.note})` : figure.name,
      figure.baseline,
      `**${round(figure.ratio)}** (${round(figure.lowest)}–${round(figure.highest)})`,
      promiseOf(figure),
      verdictOf(figure),
      round(figure.rate, 0),
      round(figure.baselineRate, 0),
      figure.cpu === 0 ? "–" : round(figure.cpu, 1),
      figure.baselineCpu === 0 ? "–" : round(figure.baselineCpu, 1),
      figure.cpu * figure.baselineCpu === 0 ? "–" : round(figure.cpu / figure.baselineCpu),
      "",
    ]
      .join(" | ")
      .trim(),
  ),
];
