/** A batch whose values and findings are counted. */
export interface CountedBatch {
  readonly reviewId: string;
  readonly recordType: string;
  /** Told where a verdict is on several books. */
  readonly bookNumber?: string | undefined;
}
