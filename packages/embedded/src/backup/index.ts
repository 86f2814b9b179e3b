export {
  type BackupState,
  goodAt,
  keepRecipient,
  noteFailedBackup,
  readBackupState,
  readRecipient,
} from "./backup-state.ts";
export { backupBeforeUpdate, DataFromNewerProgram, stampProgram, UNSTAMPED } from "./before-update.ts";
export type { CheckShare } from "./blob-pool.ts";
export { type BackupFailure, backupFailures, diskFaultInWords, findDiskFault } from "./disk-fault.ts";
export { type BackupOptions, type BackupReport, backup } from "./make-backup.ts";
export type { BackupManifest } from "./manifest.ts";
export { findPlaceHolder } from "./place-lock.ts";
export { BackupRefused } from "./refused.ts";
export {
  type BackupSet,
  isWholeSet,
  liesIn,
  liesInByName,
  listDamaged,
  listSets,
  listUnfinished,
  overlap,
  readMark,
  requirePlace,
} from "./repository.ts";
export { type RestoreOptions, type RestoreReport, restore } from "./restore.ts";
export { ageUnseal, findKeyFault, generateBackupKey, recipientOf } from "./seal.ts";
export { inVietnam, momentOfSet } from "./set-moment.ts";
export { findLeftCopy } from "./unfinished-backup.ts";
export { BEFORE_UPDATE, RestoreUnfinished, requireNoRestore } from "./unfinished-restore.ts";
