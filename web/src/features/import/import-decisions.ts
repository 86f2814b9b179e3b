interface Progress {
  readonly phase: string;
  /** Rows of the file; null where it could not be read. */
  readonly total: number | null;
}

/**
 * What a person may decide about an import, and what it is called. One whose writing failed, as on
 * a full disk, or was cut off goes on where it was once it is confirmed again; what was confirmed
 * is not discarded any more.
 */
export const decisionsAbout = ({ phase, total }: Progress) => {
  const isHalfWritten = phase === "interrupted" || (phase === "failed" && total !== null);
  return {
    mayConfirm: phase === "prepared" || isHalfWritten,
    mayDiscard: phase === "prepared",
    phase: phase === "failed" && isHalfWritten ? "notWritten" : phase,
  };
};
