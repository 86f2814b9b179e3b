import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { query } from "../../api/queries.ts";
import { AndMore } from "../and-more.tsx";
import { ProblemNote } from "../problem-note.tsx";
import { CaseLink } from "./case-link.tsx";
import type { CountedBatch } from "./counted-batch.ts";
import { ShownOnDemand } from "./shown-on-demand.tsx";

const UNCLEAR = "/api/review/v1/reviews/{reviewId}/unclear";

const Places = ({ batches }: { readonly batches: readonly CountedBatch[] }) => {
  const { t } = useTranslation();
  const found = useQueries({
    queries: batches.map(({ reviewId }) => query(UNCLEAR, { path: { reviewId } })),
  });
  const all = batches.flatMap((of, at) => (found[at]?.data?.values ?? []).map((one) => ({ one, of })));
  const total = found.reduce((sum, { data }) => sum + (data?.total ?? 0), 0);
  return (
    <>
      <ProblemNote error={found.find(({ error }) => error)?.error} />
      <ul className="plain small" data-unclear-cases>
        {all.map(({ one: { field, kind, ...one }, of }) => (
          <li key={`${one.recordId} ${field} ${kind}`}>
            <CaseLink {...one} fields={[field]} of={of} list="unclear" />{" "}
            <span className="muted">{t(`gate.unclearKind.${kind}`)}</span>
          </li>
        ))}
      </ul>
      <AndMore count={total - all.length} />
    </>
  );
};

/** Where each value stands of which the paper does not say all; read once it is asked for. */
export const UnclearCases = ({ batches }: { readonly batches: readonly CountedBatch[] }) => (
  <ShownOnDemand name="unclear">
    <Places batches={batches} />
  </ShownOnDemand>
);
