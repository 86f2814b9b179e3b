import type { PageAsked } from "@sogoc/core";
import type { BookReader } from "../read-models/books.ts";
import type { ExchangeReader, ExchangeView } from "../read-models/exchanges.ts";

interface ExchangesAsked extends PageAsked {
  readonly unitIds: readonly string[];
  readonly status?: ExchangeView["status"] | undefined;
}

/** What was asked for of accepted books, newest first, each with its book. */
export const listExchanges = async (
  { exchanges, books }: { readonly exchanges: ExchangeReader; readonly books: BookReader },
  { unitIds, status, limit, after }: ExchangesAsked,
) => {
  const page = await exchanges.query({
    where: { unitId: { in: unitIds }, status },
    orderBy: [{ column: "requestedAt", descending: true }],
    limit,
    after,
  });
  const items = await Promise.all(
    page.items.map(async (exchange) => {
      const { recordType = "", bookNumber = "" } = (await books.find(exchange.bookId)) ?? {};
      return { exchange, recordType, bookNumber };
    }),
  );
  return { items, next: page.next };
};
