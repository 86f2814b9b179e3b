import { CommandRejected } from "@sogoc/core";

/** For tests: `code: reason` of a refusal, with the plain text in both languages made sure of. */
export async function refusedWith(run: () => unknown): Promise<string> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof CommandRejected)) throw error;
    const [problem] = error.problems;
    if (!problem?.detail || !problem.detailEn || problem.detail.includes("{"))
      throw new Error("no plain text");
    return `${error.code}: ${error.params["reason"]}`;
  }
  return "not refused";
}
