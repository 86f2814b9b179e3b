/** The two clerks that may hold the batch; `nam` is the one who leaves things half typed. */
export const clerks = ["nam", "lan"] as const;
export type Clerk = (typeof clerks)[number];

/** Cases on each book of the walk: enough for one to be in the middle. */
export const CASES = 2;

/**
 * Where one book stands, told in what people see of it. Everything that the walk expects of a page
 * follows from this.
 */
export interface Job {
  readonly stage: "unregistered" | "keying" | "checking" | "verdict" | "accepted";
  readonly holder: Clerk | undefined;
  /** Cases that the server acknowledged. */
  readonly saved: number;
  /** Cases that only the holder's browser keeps, because the server is away. */
  readonly here: number;
  readonly server: "up" | "away";
  /** `nam` typed half a case and went home. */
  readonly draft: boolean;
  /** A field that a check found wrong and that nobody has corrected. */
  readonly mark: boolean;
  /** It came back, and was not submitted since. */
  readonly returned: boolean;
  /** A change of an accepted record waits for its decision. */
  readonly request: boolean;
}

export const noBook: Job = {
  stage: "unregistered",
  holder: undefined,
  saved: 0,
  here: 0,
  server: "up",
  draft: false,
  mark: false,
  returned: false,
  request: false,
};

export interface Step {
  readonly may: (job: Job) => boolean;
  readonly after: (job: Job) => Job;
}

const isUp = ({ server }: Job) => server === "up";
const isKeyed = (job: Job) => job.stage === "keying" && isUp(job);
const isHeld = (job: Job) => isKeyed(job) && job.holder !== undefined;
const isOffered = (job: Job) => isKeyed(job) && job.holder === undefined;
const isSettled = (job: Job) => job.stage === "accepted" && !job.request;

/** What people do with a book, each with when it is possible and what it leads to. */
export const steps = {
  registersBook: {
    may: ({ stage }) => stage === "unregistered",
    after: () => ({ ...noBook, stage: "keying" }),
  },
  assignsNam: { may: isOffered, after: (job) => ({ ...job, holder: "nam" }) },
  assignsLan: { may: isOffered, after: (job) => ({ ...job, holder: "lan" }) },
  takesBack: { may: isHeld, after: (job) => ({ ...job, holder: undefined }) },
  keysCase: {
    may: (job) => isHeld(job) && job.saved < CASES,
    after: (job) => ({ ...job, saved: job.saved + 1, draft: job.draft && job.holder !== "nam" }),
  },
  typesHalf: {
    may: (job) => isHeld(job) && job.holder === "nam" && job.saved < CASES && !job.draft,
    after: (job) => ({ ...job, draft: true }),
  },
  losesServer: {
    may: (job) => isHeld(job) && job.saved < CASES && !job.draft,
    after: (job) => ({ ...job, server: "away" }),
  },
  keysAway: {
    may: (job) => !isUp(job) && job.saved + job.here < CASES,
    after: (job) => ({ ...job, here: job.here + 1 }),
  },
  serverReturns: {
    may: (job) => !isUp(job),
    after: (job) => ({ ...job, server: "up", saved: job.saved + job.here, here: 0 }),
  },
  correctsMark: { may: (job) => isHeld(job) && job.mark, after: (job) => ({ ...job, mark: false }) },
  submits: {
    may: (job) => isHeld(job) && job.saved === CASES && !job.mark,
    after: (job) => ({ ...job, stage: "checking", returned: false }),
  },
  findsAllRight: { may: ({ stage }) => stage === "checking", after: (job) => ({ ...job, stage: "verdict" }) },
  findsFieldWrong: {
    may: ({ stage }) => stage === "checking",
    after: (job) => ({ ...job, stage: "verdict", mark: true }),
  },
  accepts: {
    may: ({ stage, mark }) => stage === "verdict" && !mark,
    after: (job) => ({ ...job, stage: "accepted" }),
  },
  isRefusedToAccept: { may: ({ stage, mark }) => stage === "verdict" && mark, after: (job) => job },
  returns: {
    may: ({ stage, mark }) => stage === "verdict" && mark,
    after: (job) => ({ ...job, stage: "keying", returned: true }),
  },
  asksForChange: { may: isSettled, after: (job) => ({ ...job, request: true }) },
  approvesChange: { may: ({ request }) => request, after: (job) => ({ ...job, request: false }) },
  declinesChange: { may: ({ request }) => request, after: (job) => ({ ...job, request: false }) },
  readsHistory: { may: (job) => job.stage === "accepted", after: (job) => job },
  takesNextBook: { may: isSettled, after: () => noBook },
} as const satisfies Readonly<Record<string, Step>>;

export type StepName = keyof typeof steps;
export const stepNames = Object.keys(steps) as StepName[];

export const possible = (job: Job): readonly StepName[] => stepNames.filter((name) => steps[name].may(job));

/**
 * What matters of a state for the choice of steps; states that are alike in this are not all walked
 * through.
 */
export const situationOf = (job: Job): string =>
  [
    job.stage,
    job.holder === undefined ? "unheld" : "held",
    job.saved === 0 ? "empty" : job.saved === CASES ? "full" : "begun",
    ...(job.here > 0 ? ["kept here"] : []),
    ...(job.server === "away" ? ["away"] : []),
    ...(job.draft && job.stage === "keying" && job.saved < CASES ? ["draft"] : []),
    ...(job.mark ? ["mark"] : []),
    ...(job.request ? ["request"] : []),
  ].join(" ");
