import { type Document, type Projection, rebuildProjections } from "@sogoc/core";
import { openEmbedded } from "@sogoc/embedded";
import { upcast } from "@sogoc/events";
import { readModels as reportingModels } from "@sogoc/reporting";
import { reportOnce } from "../import/messages.ts";
import type { RebuildJob, RebuildReport } from "./messages.ts";

// All read models of the reporting service in one reading of the log, as `sogoc rebuild` does it.

process.once("message", async ({ folder }: RebuildJob) => {
  const { store, readModels, close } = await openEmbedded({ folder });
  const peaks = Array.from({ length: 10 }, () => 0);
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const parts = Object.values<Projection<Document>>(reportingModels).map((projection) => ({
    projection,
    readModels,
  }));
  const results = await rebuildProjections(parts, {
    store,
    upcast,
    onProgress: ({ position, head }) => {
      const tenth = Math.min(9, Math.floor((position * 10) / head));
      peaks[tenth] = Math.max(peaks[tenth] ?? 0, process.memoryUsage.rss());
    },
  });
  const seconds = (performance.now() - start) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  await close();
  // The system counts in KiB.
  const peak = process.resourceUsage().maxRSS * 1_024;
  const events = Math.max(...results.map((one) => one.events));
  reportOnce<RebuildReport>({ events, seconds, cpu: user + system, peaks, peak });
});

// Whoever started it is gone.
process.once("disconnect", () => process.exit(1));
