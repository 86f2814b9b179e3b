import { useQuery } from "@tanstack/react-query";
import { dataOf, entryApi } from "../../api/client.ts";
import type { paths } from "../../api/generated/entry.ts";

type Page =
  paths["/api/entry/v1/batches/{batchId}/second-keying"]["get"]["responses"]["200"]["content"]["application/json"];
export type SecondCase = Page["items"][number];

const PAGE = 200;

/**
 * Every case of the batch with what this person keyed themselves, and the columns to key. Nothing
 * of the first keying.
 */
const loadCases = async (batchId: string): Promise<Omit<Page, "next">> => {
  const items: SecondCase[] = [];
  let after: string | undefined;
  for (;;) {
    const query = { limit: PAGE, ...(after === undefined ? {} : { after }) };
    const params = { path: { batchId }, query };
    const page = await dataOf(entryApi.GET("/api/entry/v1/batches/{batchId}/second-keying", { params }));
    items.push(...page.items);
    if (page.next === undefined) return { fields: page.fields, items };
    after = page.next;
  }
};

export const useSecondCases = (batchId: string) =>
  useQuery({ queryKey: ["second-keying", batchId], queryFn: () => loadCases(batchId) });
