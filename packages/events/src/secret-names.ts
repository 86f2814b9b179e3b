/**
 * Names in the secrets' store that belong to what the log says: a restored installation is held
 * against them.
 */
export const PASSWORD_PREFIX = "password/";

/** Where the hash of an account's password is kept. */
export const passwordName = (accountId: string): string => `${PASSWORD_PREFIX}${accountId}`;

/** Where an account's second factor is kept. */
export const secondFactorName = (accountId: string): string => `second-factor/${accountId}`;

const EXPORT_KEY_PREFIX = "export-key/";

/** Where the key is kept that packages are signed with. */
export const EXPORT_KEY_NAME = `${EXPORT_KEY_PREFIX}current`;

/** The services that keep secrets. */
export const secretOwners = ["accounts", "reporting"] as const;
export type SecretOwner = (typeof secretOwners)[number];

/** Which service keeps a secret of that name, where each service has a database of its own. */
export const secretOwnerOf = (name: string): SecretOwner =>
  name.startsWith(EXPORT_KEY_PREFIX) ? "reporting" : "accounts";
