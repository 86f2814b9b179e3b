import { runService } from "../../../deploy/service/run-service.ts";
import { buildReview } from "./app.ts";

await runService({ name: "review", build: buildReview });
