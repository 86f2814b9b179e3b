import { runService } from "@sogoc/host/run-service";
import { buildReview } from "./app.ts";

await runService({ name: "review", build: buildReview });
