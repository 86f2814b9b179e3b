/** What one backup holds; written last: a backup without it is not whole. */
export const MANIFEST = "manifest.json";
/** Marks a folder as the backups of one installation. */
export const MARK = "sogoc-backups.json";
/** In a place of backups while one is made there: who makes it. */
export const PLACE_LOCK = "sogoc-backup-under-way.json";

/** Name of a backup within its place. */
export const SET = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}-\d{3}Z$/;
/** Backups under way or cut off, and old ones that are being removed. */
export const UNFINISHED = "unfinished-";

/** Names of backups sort by their time. */
export const setName = (at: Date): string => at.toISOString().replaceAll(/[:.]/g, "-");
