import type { Document, Query, ReadModelReader } from "@sogoc/core";

const PAGE = 1_000;

/** Every document of a query, page by page in bounded memory. */
export async function* allPages<Doc extends Document>(
  model: ReadModelReader<Doc>,
  query: Omit<Query, "limit" | "after">,
  limit = PAGE,
): AsyncGenerator<readonly Doc[]> {
  let after: string | undefined;
  do {
    const page = await model.query({ ...query, limit, ...(after === undefined ? {} : { after }) });
    yield page.items;
    after = page.next;
  } while (after !== undefined);
}
