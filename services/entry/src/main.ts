import { runService } from "@sogoc/host/run-service";
import { quotaBytes } from "@sogoc/host/upload-quota";
import { buildEntry } from "./app.ts";

await runService({
  name: "entry",
  isFrontDoor: true,
  build: (ports, verifyToken, settings) =>
    buildEntry(ports, verifyToken, { uploadQuota: quotaBytes(settings.SOGOC_UPLOAD_QUOTA_MB) }),
});
