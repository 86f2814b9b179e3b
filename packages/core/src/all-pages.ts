import type { ColumnOf, Document, Query, ReadModelReader } from "./read-models.ts";

const PAGE = 1_000;

/** Every document of a query, page by page in bounded memory. */
export async function* allPages<Doc extends Document, Column extends ColumnOf<Doc>>(
  model: ReadModelReader<Doc, Column>,
  query: Omit<Query<Doc, NoInfer<Column>>, "limit" | "after">,
  limit = PAGE,
): AsyncGenerator<readonly Doc[]> {
  let after: string | undefined;
  do {
    const page = await model.query({ ...query, limit, after });
    yield page.items;
    after = page.next;
  } while (after !== undefined);
}

/** The same at once: for what fits into memory, as the records of a book do. */
export const everyDocument = async <Doc extends Document, Column extends ColumnOf<Doc>>(
  model: ReadModelReader<Doc, Column>,
  query: Omit<Query<Doc, NoInfer<Column>>, "limit" | "after">,
): Promise<readonly Doc[]> => {
  const found: Doc[] = [];
  for await (const page of allPages(model, query)) found.push(...page);
  return found;
};
