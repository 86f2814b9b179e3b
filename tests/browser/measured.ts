import { writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";

const GUIDE = fileURLToPath(new URL("../../docs/guides/keying-speed.md", import.meta.url));

export interface Measured {
  readonly name: string;
  readonly values: readonly number[];
  readonly limit: number;
}

const at = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

/** Prints the figures and writes them into the guide; true when every limit is kept. */
export const publish = (sizes: readonly string[], lines: readonly Measured[]): boolean => {
  const rows = lines.map(({ name, values, limit }) => {
    const [p50, p95] = [at(values, 0.5), at(values, 0.95)];
    return { name, p50, p95, limit, count: values.length, kept: p95 <= limit };
  });
  for (const size of sizes) console.log(size);
  for (const { name, p50, p95, limit, count, kept } of rows) {
    const figures = `p50 ${p50.toFixed(0).padStart(4)} ms   p95 ${p95.toFixed(0).padStart(4)} ms`;
    console.log(
      `${name.padEnd(44)} ${figures}   limit ${limit} ms   n=${count}   ${kept ? "ok" : "TOO SLOW"}`,
    );
  }
  const [cpu] = cpus();
  const machine = `${cpu?.model ?? "?"} x ${cpus().length}, ${Math.round(totalmem() / 2 ** 30)} GiB; server, browser and script on one machine`;
  const text = [
    "# Tốc độ bàn nhập / How fast the keying desk is",
    "",
    "Written by `npm run measure:desk`. A scripted clerk types 8 characters a second into a case of births; times are",
    "taken inside the page, from the key to the frame that shows it, and by the browser's own event timing (steps of 8 ms).",
    "The desk opens with its frame; image and form are drawn in the frames after that, which is not in the figure.",
    "",
    `- ${machine}`,
    ...sizes.map((size) => `- ${size}`),
    "",
    "| what | p50 | p95 | limit | n | |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows.map(
      ({ name, p50, p95, limit, count, kept }) =>
        `| ${name} | ${p50.toFixed(0)} ms | ${p95.toFixed(0)} ms | ${limit} ms | ${count} | ${kept ? "holds" : "**missed**"} |`,
    ),
    "",
  ];
  writeFileSync(GUIDE, text.join("\n"));
  return rows.every(({ kept }) => kept);
};
