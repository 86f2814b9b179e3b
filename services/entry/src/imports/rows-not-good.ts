import type { Blobs } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { readPreview, StoredPreview } from "./stored-preview.ts";

/** First and last row of a run of rows. */
type Rows = readonly [number, number];

/** Takes rows in rising order; those that follow each other become one run. */
export const createRowRanges = () => {
  const parts: [number, number][] = [];
  const add = (row: number): void => {
    const last = parts.at(-1);
    if (last && last[1] + 1 === row) last[1] = row;
    else parts.push([row, row]);
  };
  return { parts: parts as readonly Rows[], add };
};

/**
 * Whether the preview did not show a row as good, so that nobody has confirmed it, whatever it is
 * now. For previews of older programs this is not known of any row.
 */
export const readRowsNotGood = async (
  blobs: Pick<Blobs, "read">,
  prepared: Pick<DataOf<"ImportPrepared">, "preview">,
): Promise<(row: number) => boolean> => {
  const { notGood = [] } = await readPreview(blobs, prepared, StoredPreview.pick({ notGood: true }));
  return (row) => {
    let [low, high] = [0, notGood.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const [first, last] = notGood[middle] ?? [0, 0];
      if (row < first) high = middle - 1;
      else if (row > last) low = middle + 1;
      else return true;
    }
    return false;
  };
};
