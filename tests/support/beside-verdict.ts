import { createInMemoryEventStore } from "@sogoc/core";

/** Something happens between the look that a verdict is given by and the moment of writing it. */
export const besideVerdict = (verdict: string) => {
  const store = createInMemoryEventStore();
  const moment: { act?: () => Promise<unknown> } = {};
  const append: typeof store.append = async (...asked) => {
    const [, , events] = asked;
    const { act } = moment;
    if (act && events.some(({ type }) => type === verdict)) {
      delete moment.act;
      await act();
    }
    return store.append(...asked);
  };
  return { moment, store: { ...store, append } };
};
