import { runService } from "../../../deploy/service/run-service.ts";
import { buildReporting } from "./app.ts";

await runService({ name: "reporting", build: buildReporting });
