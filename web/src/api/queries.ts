import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryKey,
  queryOptions,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback } from "react";
import type {
  Answer,
  Input,
  ListPage,
  ListPathOf,
  OrNone,
  Parameters,
  PathOf,
  SomeParameters,
} from "./paths.ts";
import { send } from "./requests.ts";

/**
 * Returns the options of `useQuery` that read a path. The key is method, path and parameters, so
 * that all components that read the same share one answer.
 */
export const query = <Path extends PathOf<"get">>(
  path: Path,
  ...[parameters]: OrNone<Parameters<"get", Path>>
) =>
  queryOptions<Answer<"get", Path>>({
    queryKey: ["get", path, parameters ?? {}],
    queryFn: () => sendAny("get", path, parameters),
  });

/** Returns the options of `useQuery` for a question that is asked by POST and changes nothing. */
export const bodyQuery = <Path extends PathOf<"post">>(path: Path, ...[input]: OrNone<Input<"post", Path>>) =>
  queryOptions<Answer<"post", Path>>({
    queryKey: ["post", path, input ?? {}],
    queryFn: () => sendAny("post", path, input),
  });

/** Returns the options of `useInfiniteQuery` that read a list page after page. */
export const pages = <Path extends ListPathOf<"get">>(
  path: Path,
  ...[parameters]: OrNone<Parameters<"get", Path>>
) => {
  const given = (parameters ?? {}) as Sent;
  return pagesOf<Answer<"get", Path>>(["get", path, given], (after) =>
    sendAny("get", path, { ...given, query: { ...given.query, after } }),
  );
};

/** The same for a list that is asked for by POST: the cursor goes into the body. */
export const bodyPages = <Path extends ListPathOf<"post">>(
  path: Path,
  ...[input]: OrNone<Input<"post", Path>>
) => {
  const given = (input ?? {}) as Sent;
  return pagesOf<Answer<"post", Path>>(["post", path, given], (after) =>
    sendAny("post", path, { ...given, body: { ...given.body, after } }),
  );
};

/**
 * Returns the options of `useQuery` that read a list to its end. The data is the last page with the
 * items of all pages.
 */
export const wholeList = <Path extends ListPathOf<"get">>(
  path: Path,
  ...[parameters]: OrNone<Parameters<"get", Path>>
) => {
  const given = (parameters ?? {}) as Sent;
  return queryOptions<Answer<"get", Path>>({
    queryKey: ["get", path, given, "whole"],
    queryFn: async () => {
      const items: unknown[] = [];
      let after: string | undefined;
      for (;;) {
        const page = await sendAny("get", path, { ...given, query: { ...given.query, after } });
        const list = page as ListPage;
        items.push(...list.items);
        after = list.next;
        if (after === undefined) return { ...list, items } as Answer<"get", Path>;
      }
    },
  });
};

interface Sent {
  readonly query?: object | undefined;
  readonly body?: object | undefined;
}

/** Sends without checking types: the exported functions have checked path and parameters. */
const sendAny = <Way extends "get" | "post", Path extends PathOf<Way>>(
  way: Way,
  path: Path,
  input: object | undefined,
): Promise<Answer<Way, Path>> => send(way, path, ...([input] as unknown as OrNone<Input<Way, Path>>));

/** Ends the key with "pages": the same list read as one answer has another shape. */
const pagesOf = <Page>(queryKey: QueryKey, follow: (after: string | undefined) => Promise<Page>) =>
  infiniteQueryOptions<Page, Error, InfiniteData<Page>, QueryKey, string | undefined>({
    queryKey: [...queryKey, "pages"],
    initialPageParam: undefined,
    queryFn: ({ pageParam }) => follow(pageParam),
    getNextPageParam: (page) => (page as ListPage).next,
  });

/**
 * Returns the beginning of the key of every query that reads a path with at least these parameters.
 * Give it to `useRefresh`.
 */
export const readsOf = <Path extends PathOf<"get">>(
  path: Path,
  parameters: SomeParameters<Path> = {},
): QueryKey => ["get", path, parameters];

/**
 * Returns a function that marks queries as out of date and reads those on the page again. It
 * resolves when they have come.
 */
export const useRefresh = () => {
  const client = useQueryClient();
  return useCallback(
    async (...reads: readonly QueryKey[]): Promise<void> => {
      await Promise.all(reads.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
    [client],
  );
};
