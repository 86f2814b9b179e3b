export { accessLines } from "./account-access.ts";
export {
  type BackupState,
  findStateFault,
  goodAt,
  keepRecipient,
  noteFailedBackup,
  readBackupState,
  readRecipient,
} from "./backup-state.ts";
export { backupBeforeUpdate, DataFromNewerProgram, stampProgram, UNSTAMPED } from "./before-update.ts";
export type { CheckShare } from "./blob-pool.ts";
export { type BackupFailure, backupFailures, diskFaultInWords, findDiskFault } from "./disk-fault.ts";
export { textOfKeyFile } from "./key-text.ts";
export { type BackupOptions, type BackupReport, backup } from "./make-backup.ts";
export type { BackupManifest } from "./manifest.ts";
export { findPlaceHolder } from "./place-lock.ts";
export { MARK } from "./place-names.ts";
export { withoutStampLines } from "./program-stamp.ts";
export { liesIn, liesInByName, overlap } from "./real-paths.ts";
export { BackupRefused, inWords } from "./refused.ts";
export {
  type BackupSet,
  holdsSets,
  isWholeSet,
  listDamaged,
  listSets,
  listUnfinished,
  listUnreadable,
  readMark,
  requirePlace,
} from "./repository.ts";
export { type RestoreOptions, type RestoreReport, restore } from "./restore.ts";
export { ageUnseal, findKeyFault, generateBackupKey, recipientOf } from "./seal.ts";
export { inVietnam, momentOfSet } from "./set-moment.ts";
export { findLeftCopy } from "./unfinished-backup.ts";
export { BEFORE_UPDATE, RestoreUnfinished, requireNoRestore } from "./unfinished-restore.ts";
