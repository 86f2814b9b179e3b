import { runService } from "../../../deploy/service/run-service.ts";
import { quotaBytes } from "../../../deploy/upload-quota.ts";
import { buildEntry } from "./app.ts";

await runService({
  name: "entry",
  build: (ports, verifyToken, settings) =>
    buildEntry(ports, verifyToken, { uploadQuota: quotaBytes(settings.SOGOC_UPLOAD_QUOTA_MB) }),
});
