import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Answer } from "../../api/paths.ts";
import { query } from "../../api/queries.ts";
import { AndMore } from "../and-more.tsx";
import { ProblemNote } from "../problem-note.tsx";
import { useRecordTexts } from "../use-record-texts.ts";

const UNCLEAR = "/api/review/v1/reviews/{reviewId}/unclear";

type Unclear = Answer<"get", typeof UNCLEAR>["values"][number];

/** A batch whose values are counted. */
export interface CountedBatch {
  readonly reviewId: string;
  readonly recordType: string;
  /** Told where a verdict is on several books. */
  readonly bookNumber?: string | undefined;
}

const Place = (props: { readonly one: Unclear; readonly of: CountedBatch }) => {
  const { t } = useTranslation();
  const { recordId, number, field, kind } = props.one;
  const { recordType, bookNumber } = props.of;
  const { labelOf } = useRecordTexts(recordType);
  return (
    <li>
      <Link href={`/tra-cuu/${recordId}?truong=${field}`}>
        {t("review.record", { number })}
        {bookNumber !== undefined && ` · ${bookNumber}`} · {labelOf(field)}
      </Link>{" "}
      <span className="muted">{t(`gate.unclearKind.${kind}`)}</span>
    </li>
  );
};

const Places = ({ batches }: { readonly batches: readonly CountedBatch[] }) => {
  const found = useQueries({
    queries: batches.map(({ reviewId }) => query(UNCLEAR, { path: { reviewId } })),
  });
  const all = batches.flatMap((of, at) => (found[at]?.data?.values ?? []).map((one) => ({ one, of })));
  const total = found.reduce((sum, { data }) => sum + (data?.total ?? 0), 0);
  return (
    <>
      <ProblemNote error={found.find(({ error }) => error)?.error} />
      <ul className="plain small" data-unclear-cases>
        {all.map(({ one, of }) => (
          <Place key={`${one.recordId} ${one.field} ${one.kind}`} one={one} of={of} />
        ))}
      </ul>
      <AndMore count={total - all.length} />
    </>
  );
};

/** Where each value stands of which the paper does not say all; read once it is asked for. */
export const UnclearCases = ({ batches }: { readonly batches: readonly CountedBatch[] }) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <div className="below">
      <button type="button" data-kind="plain" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t(open ? "gate.unclearHide" : "gate.unclearShow")}
      </button>
      {open && <Places batches={batches} />}
    </div>
  );
};
