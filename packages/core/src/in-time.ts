/**
 * The answer, or undefined where none came in time or it failed: one engine that is away must not
 * hold up the rest.
 */
export const inTime = async <Result>(answer: Promise<Result>, ms: number): Promise<Result | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    return await Promise.race([answer.catch(() => undefined), tooLate]);
  } finally {
    clearTimeout(timer);
  }
};
