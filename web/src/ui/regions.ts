/** A place on the image, in shares of its whole width and height. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

type Regions = Readonly<Record<string, Region>>;

const regionsKey = (bookId: string): string => `sogoc-regions ${bookId}`;

/**
 * Where each group of fields stands on the pages of a book, as somebody showed it on this computer.
 */
export const regionsOf = (bookId: string): Regions => {
  try {
    return JSON.parse(localStorage.getItem(regionsKey(bookId)) ?? "{}") as Regions;
  } catch {
    return {};
  }
};

export const rememberRegion = (bookId: string, group: string, region: Region): void =>
  localStorage.setItem(regionsKey(bookId), JSON.stringify({ ...regionsOf(bookId), [group]: region }));

interface Extent {
  readonly whole: number;
  readonly seen: number;
}

/** Where to scroll so that the span from `start` to `end` lies in the middle of what is seen. */
export const scrollTo = (start: number, end: number, { whole, seen }: Extent): number =>
  Math.max(0, Math.min(whole - seen, ((start + end) / 2) * whole - seen / 2));

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The region between two corners of a drag, in whatever direction it went; points in pixels of the
 * whole image.
 */
export const regionBetween = (begin: Point, end: Point, width: number, height: number): Region => {
  const share = (value: number, whole: number) => Math.min(1, Math.max(0, value / whole));
  return {
    left: share(Math.min(begin.x, end.x), width),
    right: share(Math.max(begin.x, end.x), width),
    top: share(Math.min(begin.y, end.y), height),
    bottom: share(Math.max(begin.y, end.y), height),
  };
};
