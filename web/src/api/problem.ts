/** A problem document (RFC 9457) of ours. */
export interface Problem {
  readonly code: string;
  readonly title: string;
  readonly titleEn: string;
  readonly status: number;
  readonly params?: Readonly<Record<string, string | number>> | undefined;
  readonly errors?: readonly FieldProblem[];
}

export interface FieldProblem {
  readonly pointer: string;
  readonly detail: string;
  readonly detailEn?: string | undefined;
  readonly rule?: string | undefined;
  readonly severity?: "error" | "warning" | "info" | undefined;
  /** Every field that the finding is about. */
  readonly fields?: readonly string[] | undefined;
}

/** Thrown by every call that the server refuses; `offline` when it could not be reached at all. */
export class ApiProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

export const offlineProblem: Problem = {
  code: "offline",
  title: "Mất kết nối với máy chủ.",
  titleEn: "The server cannot be reached.",
  status: 0,
};

/**
 * Returns the problem document of a refusal. An answer that is no JSON counts as a server that is
 * away.
 */
export const problemIn = (answer: { readonly json: () => Promise<unknown> }): Promise<Problem> =>
  answer.json().then(
    (document) => document as Problem,
    () => offlineProblem,
  );

/**
 * Returns the problem that an error is shown as; every other error counts as a server that is away.
 */
export const problemOf = (error: unknown): Problem =>
  error instanceof ApiProblem ? error.problem : offlineProblem;

/** The code of what went wrong; undefined where nothing did. */
export const codeOf = (error: unknown): string | undefined => (error ? problemOf(error).code : undefined);
