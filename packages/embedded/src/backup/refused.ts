/**
 * Why a backup or a restore is not done, Vietnamese first. `place`: the call names a folder that it must not; `content`: what is
 * to be saved or restored is not whole; `key`: the place is not encrypted to the key that is wanted.
 */
export class BackupRefused extends Error {
  readonly kind: "place" | "content" | "key";
  /** Each fault by itself, where there are several. */
  readonly faults: readonly string[];
  constructor(kind: BackupRefused["kind"], message: string, faults: readonly string[] = []) {
    super([message, ...faults].join("\n"));
    this.name = "BackupRefused";
    this.kind = kind;
    this.faults = faults;
  }
}
