/**
 * What an event says about one record, and the reason given; undefined where it says nothing about
 * it.
 */
export interface Sentence {
  readonly vi: string;
  readonly en: string;
  readonly why?: string | undefined;
}

export const fieldCount = (count: number) => ({
  vi: `${count} mục`,
  en: count === 1 ? "1 field" : `${count} fields`,
});
