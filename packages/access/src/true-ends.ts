import { heldUntilAfter } from "./held-until-after.ts";

/** Where in the log something was written, and by the time of its clock when. */
interface Written {
  readonly position: number;
  readonly at: string;
}

/**
 * When what lasts a day is over. The clock that wrote its end may have been ahead by years; a day
 * after anything that was written later it is over all the same, and a day after it was first asked
 * for here.
 */
export const createTrueEnds = () => {
  /** Of all later events the earliest moment: both rise from one to the next. */
  const moments: Written[] = [];
  /** When an end was first asked for that no clock like this one can have given. */
  const asked = new Map<string, string>();
  return {
    /** Lanes come in any order: what is older than what was heard proves nothing. */
    hear({ position, at }: Written): void {
      if (position <= (moments.at(-1)?.position ?? 0)) return;
      while ((moments.at(-1)?.at ?? "") >= at) moments.pop();
      moments.push({ position, at });
    },
    /**
     * The end of what was written at that place of the log, ISO 8601, UTC: `until` where the rule
     * could have given it.
     */
    endOf(key: string, until: string, position: number, now: Date): string {
      const most = heldUntilAfter(now);
      if (until <= most) return until;
      const name = `${key} ${until}`;
      const first = asked.get(name) ?? now.toISOString();
      asked.set(name, first);
      const later = moments.find((moment) => moment.position > position)?.at ?? first;
      const [earliest = first] = [later, first].sort();
      return heldUntilAfter(new Date(earliest));
    },
  };
};

export type TrueEnds = ReturnType<typeof createTrueEnds>;
