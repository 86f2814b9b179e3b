/** What should have been renewed by itself long before, and what somebody has to put in place. */
const SOON_MS = 14 * 24 * 3_600_000;

/** What of a server ends. */
export const endingNames = ["certificate", "authority", "signing-key"] as const;
type EndingName = (typeof endingNames)[number];

export interface Ending {
  readonly name: EndingName;
  /** An ISO moment. */
  readonly endsAt: string;
  readonly isOver: boolean;
}

const findName = (key: string): EndingName | undefined => endingNames.find((name) => name === key);

/** What ends within two weeks or has ended. `ends` holds moments by name, in ms since 1970. */
export const showEndings = (ends: Readonly<Record<string, number>>, now: Date): readonly Ending[] =>
  Object.entries(ends).flatMap(([key, end]): Ending[] => {
    const name = findName(key);
    if (name === undefined || end - now.getTime() > SOON_MS) return [];
    return [{ name, endsAt: new Date(end).toISOString(), isOver: end <= now.getTime() }];
  });
