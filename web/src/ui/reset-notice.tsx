import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { readsOf, useRefresh } from "../api/queries.ts";
import { ofSeen, send } from "../api/requests.ts";
import { BusyButton } from "./busy-button.tsx";
import { formatMoment } from "./format.ts";
import { ProblemNote } from "./problem-note.tsx";
import { RESETS, useResets } from "./use-resets.ts";
import { useUnitNames } from "./use-unit-names.ts";

/**
 * Says that somebody else has set a new password: to the account's owner, who may not have asked
 * for it, and to administrators, who can let a held account accept again, and say of a new one that
 * it is in its owner's hands alone.
 */
export const ResetNotice = () => {
  const { t } = useTranslation();
  const unitName = useUnitNames();
  const refresh = useRefresh();
  const vouch = useMutation({
    mutationFn: ({ accountId, revision }: { readonly accountId: string; readonly revision: number }) =>
      send("post", "/api/accounts/v1/accounts/{accountId}/vouch", {
        path: { accountId },
        header: ofSeen(revision),
      }),
    // What somebody else did to the account meanwhile is shown before anything is asked again.
    onSettled: () => refresh(readsOf(RESETS), readsOf("/api/accounts/v1/accounts")),
  });
  // That one's own account is new is told on its page, and keeps nobody from anything.
  const told = useResets().filter(({ what, own, held, mayVouch }) =>
    own ? what !== "opened" : held || mayVouch,
  );
  if (told.length === 0) return null;
  return (
    <div className="notice stack" role="status" data-notice="resets">
      <ProblemNote error={vouch.error} />
      {told.map(
        (
          { accountId, revision, what, displayName, unitId, byName, at, heldUntil, own, held, mayVouch },
          place,
        ) => (
          // Two may be of one moment: both are told.
          <p className="row" key={`${accountId} ${at} ${told.length - place}`} data-reset={accountId}>
            <span className="grow">
              {t(`reset.${what}.${own ? "own" : "other"}`, {
                name: displayName,
                unit: unitName(unitId),
                by: byName,
                at: formatMoment(at),
              })}{" "}
              {held && heldUntil !== undefined && t("reset.held", { until: formatMoment(heldUntil) })}
            </span>
            {mayVouch && (
              <BusyButton
                type="button"
                busy={vouch.isPending}
                onClick={() => vouch.mutate({ accountId, revision })}
              >
                {t("reset.vouch")}
              </BusyButton>
            )}
          </p>
        ),
      )}
    </div>
  );
};
