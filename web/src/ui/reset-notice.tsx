import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { codeOf } from "../api/problem.ts";
import { readsOf, useRefresh } from "../api/queries.ts";
import { ofSeen, send } from "../api/requests.ts";
import { BusyButton } from "./busy-button.tsx";
import { formatMoment } from "./format.ts";
import { ProblemNote } from "./problem-note.tsx";
import { type Reset, sinceRead } from "./reset-since.ts";
import { RESETS, useResets } from "./use-resets.ts";
import { useUnitNames } from "./use-unit-names.ts";

/** Lets a held account decide again; where it has changed since it was read, says what has. */
const useVouching = (resets: readonly Reset[]) => {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [asked, setAsked] = useState<{ readonly seen: Reset; readonly before: readonly Reset[] }>();
  const vouch = useMutation({
    mutationFn: ({ accountId, revision }: Reset) =>
      send("post", "/api/accounts/v1/accounts/{accountId}/vouch", {
        path: { accountId },
        header: ofSeen(revision),
      }),
    // What somebody else did to the account meanwhile is shown before anything is asked again.
    onSettled: () => refresh(readsOf(RESETS), readsOf("/api/accounts/v1/accounts")),
  });
  const isStale = codeOf(vouch.error) === "revision-conflict" && asked !== undefined && !vouch.isPending;
  const since = isStale ? sinceRead(asked.seen, asked.before, resets) : undefined;
  return {
    pending: vouch.isPending,
    error: vouch.error,
    since:
      since &&
      t(`reset.since.${since.what}`, {
        name: asked?.seen.displayName,
        at: "at" in since ? formatMoment(since.at) : "",
      }),
    give: (seen: Reset) => {
      setAsked({ seen, before: resets });
      vouch.mutate(seen);
    },
  };
};

/** Until when the account decides nothing, where it is held. */
const useHeldWords = () => {
  const { t } = useTranslation();
  return ({ what, held, own, heldUntil, chosenAt, awaitsChoice }: Reset): string => {
    if (!held || heldUntil === undefined) return "";
    const begun = own || (what === "reset" ? chosenAt !== undefined : !awaitsChoice);
    return t(begun ? "reset.held" : "reset.heldUntilChosen", { until: formatMoment(heldUntil) });
  };
};

/**
 * Says that somebody else has set a new password: to the account's owner, who may not have asked
 * for it, and to administrators, who can let a held account accept again, and say of a new one that
 * it is in its owner's hands alone.
 */
export const ResetNotice = () => {
  const { t } = useTranslation();
  const unitName = useUnitNames();
  const heldWords = useHeldWords();
  const resets = useResets();
  const vouching = useVouching(resets);
  // That one's own account is new is told on its page, and keeps nobody from anything.
  const told = resets.filter(({ what, own, held, mayVouch }) => (own ? what !== "opened" : held || mayVouch));
  if (told.length === 0 && vouching.since === undefined) return null;
  return (
    <div className="notice stack" role="status" data-notice="resets">
      <ProblemNote error={vouching.error} />
      {vouching.since !== undefined && (
        <p data-now>
          <strong>{vouching.since}</strong>
        </p>
      )}
      {told.map((reset, place) => {
        const { accountId, what, displayName: name, unitId, byName: by, at, own, mayVouch } = reset;
        return (
          // Two may be of one moment: both are told.
          <p className="row" key={`${accountId} ${at} ${told.length - place}`} data-reset={accountId}>
            <span className="grow">
              {t(`reset.${what}.${own ? "own" : "other"}`, {
                name,
                unit: unitName(unitId),
                by,
                at: formatMoment(at),
              })}{" "}
              {heldWords(reset)}
            </span>
            {mayVouch && (
              <BusyButton type="button" busy={vouching.pending} onClick={() => vouching.give(reset)}>
                {t("reset.vouch")}
              </BusyButton>
            )}
          </p>
        );
      })}
    </div>
  );
};
