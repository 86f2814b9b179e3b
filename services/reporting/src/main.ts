import { runService } from "@sogoc/host/run-service";
import { buildReporting } from "./app.ts";

await runService({ name: "reporting", build: buildReporting });
