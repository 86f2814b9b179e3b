/** The colour of a batch's state in lists. */
export const batchTones = {
  open: "warn",
  "second-keying": "warn",
  arbitration: "warn",
  submitted: "",
  locked: "good",
  withdrawn: "",
} as const;
