import { runService } from "../../../deploy/service/run-service.ts";
import { buildEntry } from "./app.ts";

await runService({ name: "entry", build: buildEntry });
