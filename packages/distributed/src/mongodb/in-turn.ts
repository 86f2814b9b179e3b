/**
 * Work on the same key one after the other within this process. Between processes the server's own
 * atomic updates decide; FerretDB 1.x on SQLite has none (it reads, compares, and then writes), so
 * there one process must be the only writer.
 */
export const createTurns = () => {
  const last = new Map<string, Promise<unknown>>();
  return <Result>(key: string, work: () => Promise<Result>): Promise<Result> => {
    const before = last.get(key) ?? Promise.resolve();
    const result = before.then(work);
    const settled = result.then(
      () => {},
      () => {},
    );
    last.set(key, settled);
    void settled.then(() => {
      if (last.get(key) === settled) last.delete(key);
    });
    return result;
  };
};
