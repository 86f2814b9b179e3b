/** A path, or the bytes themselves. */
export type FileSource = string | Buffer;
