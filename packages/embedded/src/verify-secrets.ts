import { checkSecrets, type SecretsVerdict } from "./backup/secrets-of-log.ts";
import { dataFiles } from "./data-files.ts";
import { openSqliteEventStore } from "./event-store.ts";
import { secretsDamage } from "./secrets-damage.ts";

/**
 * Looks at every secret of a folder, also while another process writes: whether it is what was
 * written, and whether the accounts of the log have theirs. `damage` is what is wrong with the file
 * itself, in SQLite's words; then nothing else can be told. Throws where the log cannot be read.
 */
export const verifySecrets = async (
  folder: string,
): Promise<SecretsVerdict | { readonly damage: string }> => {
  const files = dataFiles(folder);
  const damage = secretsDamage(files.secrets);
  if (damage !== undefined) return { damage };
  const store = openSqliteEventStore({ file: files.events, readOnly: true });
  return checkSecrets(files.secrets, store).finally(() => store.close());
};
