import { setPriority } from "node:os";
import { BackupRefused, backup } from "@sogoc/embedded";
import { z } from "zod";

// A process of its own: hashing and encrypting take nothing from those who key, and its end harms
// nobody.

const Order = z.object({
  from: z.string(),
  to: z.string(),
  program: z.string(),
  recipient: z.string().optional(),
  keep: z.int(),
});

process.umask(0o077);
// Whoever asked for it is gone: a backup that goes on would keep the next start from the data.
process.once("disconnect", () => process.exit(1));
try {
  setPriority(10);
} catch {
  // Not every system lets a process step back.
}

try {
  const order = Order.parse(JSON.parse(process.argv[2] ?? "{}"));
  const {
    lost,
    onlyCopied,
    set,
    manifest,
    removedOld,
    removedBlobs,
    damagedSets,
    unreadableSets,
    unreadableBlobs,
    damagedSecrets,
    logFaults,
    stampFault,
  } = await backup({
    ...order,
    check: "share",
  });
  process.send?.({
    lost: lost.length,
    onlyCopied: onlyCopied.length,
    set,
    files: manifest.blobs.count,
    removedOld,
    removedBlobs,
    damagedSets: damagedSets.length,
    unreadableSets: unreadableSets.length,
    unreadableBlobs: unreadableBlobs.length,
    damagedSecrets: damagedSecrets.length,
    logFaults: logFaults.length,
    stampFault,
  });
} catch (error) {
  // Texts of ours name places and files; others may quote anything.
  const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
  const reason =
    error instanceof BackupRefused
      ? error.message
      : `${error instanceof Error ? error.name : "unknown"}${code}`;
  process.send?.({ reason, failure: error instanceof BackupRefused ? error.failure : "other" });
}
process.removeAllListeners("disconnect");
process.disconnect?.();
