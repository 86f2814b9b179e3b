import { clientFigures } from "./distributed/clients.ts";
import { catchUp, lagFigure, throughput } from "./distributed/end-to-end.ts";
import { openEngines } from "./distributed/world.ts";
import type { Suite } from "./harness.ts";

const EVENTS = Number(process.env["SOGOC_BENCH_EVENTS"] ?? 100_000);

/** Takes minutes and needs engines; only run by its name: `npm run bench -- distributed`. */
export const distributedSuite: Suite = {
  name: "Distributed: EventStoreDB, Kafka and MongoDB",
  onlyByName: true,
  run: async (_, remark) => {
    const engines = await openEngines();
    if (!engines) throw new Error("There is an engine that cannot be had; see above.");
    try {
      remark(`EventStoreDB: ${engines.eventStore.what}`);
      remark(`Kafka: ${engines.kafka.what}`);
      remark(`MongoDB: ${engines.mongo.what}`);
      const figures = [...(await clientFigures(engines)), await lagFigure(engines)];
      for (const line of await throughput(engines, EVENTS)) remark(line);
      for (const line of await catchUp(engines, EVENTS / 10)) remark(line);
      return figures;
    } finally {
      await engines.stop();
    }
  },
};
