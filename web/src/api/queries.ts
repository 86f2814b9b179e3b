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
 * What `useQuery` takes to read a path. The key is the method, the path and the parameters, so that
 * every place that reads the same shares one answer.
 */
export const query = <Path extends PathOf<"get">>(
  path: Path,
  ...[parameters]: OrNone<Parameters<"get", Path>>
) =>
  queryOptions<Answer<"get", Path>>({
    queryKey: ["get", path, parameters ?? {}],
    queryFn: () => sendAny("get", path, parameters),
  });

/** The same for a question whose words are too many, or too private, for an address. */
export const bodyQuery = <Path extends PathOf<"post">>(path: Path, ...[input]: OrNone<Input<"post", Path>>) =>
  queryOptions<Answer<"post", Path>>({
    queryKey: ["post", path, input ?? {}],
    queryFn: () => sendAny("post", path, input),
  });

/** What `useInfiniteQuery` takes to read a list page after page. */
export const pages = <Path extends ListPathOf<"get">>(
  path: Path,
  ...[parameters]: OrNone<Parameters<"get", Path>>
) => {
  const given = (parameters ?? {}) as Sent;
  return pagesOf<Answer<"get", Path>>(["get", path, given], (after) =>
    sendAny("get", path, { ...given, query: { ...given.query, after } }),
  );
};

/** The same for a list that is asked for with a body. */
export const bodyPages = <Path extends ListPathOf<"post">>(
  path: Path,
  ...[input]: OrNone<Input<"post", Path>>
) => {
  const given = (input ?? {}) as Sent;
  return pagesOf<Answer<"post", Path>>(["post", path, given], (after) =>
    sendAny("post", path, { ...given, body: { ...given.body, after } }),
  );
};

/** What `useQuery` takes to read a list to its end: the last page with the items of all of them. */
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

/** What was checked above, against the path as the caller wrote it, is not checked again here. */
const sendAny = <Way extends "get" | "post", Path extends PathOf<Way>>(
  way: Way,
  path: Path,
  input: object | undefined,
): Promise<Answer<Way, Path>> => send(way, path, ...([input] as unknown as OrNone<Input<Way, Path>>));

/** The last part of the key keeps the pages apart from the same list read as one answer. */
const pagesOf = <Page>(queryKey: QueryKey, follow: (after: string | undefined) => Promise<Page>) =>
  infiniteQueryOptions<Page, Error, InfiniteData<Page>, QueryKey, string | undefined>({
    queryKey: [...queryKey, "pages"],
    initialPageParam: undefined,
    queryFn: ({ pageParam }) => follow(pageParam),
    getNextPageParam: (page) => (page as ListPage).next,
  });

/** Every query that reads a path, or those of them that have these parameters. */
export const readsOf = <Path extends PathOf<"get">>(
  path: Path,
  parameters: SomeParameters<Path> = {},
): QueryKey => ["get", path, parameters];

/**
 * Marks what was read as out of date and reads again what is on the page; resolves when that has
 * come.
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
