import { join } from "node:path";

/** Names inside a data folder. */
export const dataFiles = (folder: string) => ({
  events: join(folder, "events.sqlite"),
  consumers: join(folder, "consumers.sqlite"),
  readModels: join(folder, "read-models.sqlite"),
  secrets: join(folder, "secrets.sqlite"),
  blobs: join(folder, "blobs"),
});
