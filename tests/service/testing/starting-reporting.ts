import { setTimeout as pause } from "node:timers/promises";
import { runService } from "@sogoc/host/run-service";

// The reporting service at the start of a new version, whose read models take half an hour to
// build. For the spec of what happens when it is told to end meanwhile.

await runService({
  name: "reporting",
  build: async ({ store }) => {
    console.log("building");
    for (;;) {
      await store.head();
      await pause(50);
    }
  },
});
