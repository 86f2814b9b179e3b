/** Size in bytes; `sha256` in lower-case hex. */
export interface BlobInfo {
  readonly sha256: string;
  readonly size: number;
}

/** Content-addressed storage. Guarantee: a blob is whole or absent, and putting the same bytes twice stores them once. */
export interface Blobs {
  put(content: AsyncIterable<Uint8Array> | Uint8Array): Promise<BlobInfo>;
  /** Undefined when there is no such blob. */
  find(sha256: string): Promise<BlobInfo | undefined>;
  /** Throws `blob-missing` when there is no such blob. */
  read(sha256: string): Promise<AsyncIterable<Uint8Array>>;
  /** Every blob once, in no particular order, in bounded memory. */
  list(): AsyncIterable<BlobInfo>;
  close(): Promise<void>;
}
