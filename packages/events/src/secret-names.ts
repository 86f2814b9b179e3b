/**
 * Names in the secrets' store that belong to what the log says: a restored installation is held
 * against them.
 */
export const PASSWORD_PREFIX = "password/";

/** Where the hash of an account's password is kept. */
export const passwordName = (accountId: string): string => `${PASSWORD_PREFIX}${accountId}`;

/** Where an account's second factor is kept. */
export const secondFactorName = (accountId: string): string => `second-factor/${accountId}`;

/** Where the key is kept that packages are signed with. */
export const EXPORT_KEY_NAME = "export-key/current";
