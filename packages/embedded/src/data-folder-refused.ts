/**
 * Why a data folder is not opened, in words, Vietnamese first; nothing was written to it.
 * `foreign`: it is somebody else's; `log`: the log is missing, empty or shorter than others have
 * seen it; `secrets`: the passwords and keys are gone; `blobs`: all stored files are; `backup`: it
 * is one, or a place of them.
 */
export class DataFolderRefused extends Error {
  readonly kind: "foreign" | "log" | "secrets" | "blobs" | "backup";
  constructor(kind: DataFolderRefused["kind"], message: string) {
    super(message);
    this.name = "DataFolderRefused";
    this.kind = kind;
  }
}
