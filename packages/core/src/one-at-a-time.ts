/** Runs a piece of work when everything that was handed in before has ended, well or not. */
export type OneAtATime = <Result>(work: () => Promise<Result>) => Promise<Result>;

export const createOneAtATime = (): OneAtATime => {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
};
