import { useInfiniteQuery } from "@tanstack/react-query";
import type { Answer, Input } from "../../api/paths.ts";
import { bodyPages } from "../../api/queries.ts";
import { optionalTextIn } from "../../ui/form-texts.ts";

const SEARCH = "/api/reporting/v1/search";

type Question = NonNullable<Input<"post", typeof SEARCH>["body"]>;
export type Found = Answer<"post", typeof SEARCH>["items"][number];

export const acts = ["keyed", "changed"] as const;

/** Who did it and when, under the names that the search has for keying and for changing. */
const workIn = (form: FormData): Question => {
  const [who, from, to] = ["who", "from", "to"].map((name) => optionalTextIn(form, name));
  return form.get("act") === "changed"
    ? { changedBy: who, changedFrom: from, changedTo: to }
    : { keyedBy: who, keyedFrom: from, keyedTo: to };
};

export const questionIn = (form: FormData): Question => ({
  words: optionalTextIn(form, "words"),
  number: optionalTextIn(form, "number"),
  bookNumber: optionalTextIn(form, "bookNumber"),
  office: optionalTextIn(form, "office"),
  recordType: optionalTextIn(form, "recordType"),
  limit: 50,
  ...workIn(form),
});

export interface Asked {
  /** The same search pressed again is asked again. */
  readonly turn: number;
  readonly question: Question;
}

/** What a search found, page after page; nothing before one was asked. */
export const useSearch = (asked: Asked | undefined) => {
  const options = bodyPages(SEARCH, { body: asked?.question ?? {} });
  const list = useInfiniteQuery({
    ...options,
    queryKey: [...options.queryKey, asked?.turn],
    // Every look is recorded: nothing is asked again by itself.
    enabled: asked !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    gcTime: 0,
  });
  return { list, found: list.data?.pages.flatMap(({ items }) => items) };
};
