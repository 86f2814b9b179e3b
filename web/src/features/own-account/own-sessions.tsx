import { useMutation, useQuery } from "@tanstack/react-query";
import Bowser from "bowser";
import { useTranslation } from "react-i18next";
import { query, readsOf, useRefresh } from "../../api/queries.ts";
import { send } from "../../api/requests.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { formatMoment } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";

const SESSIONS = "/api/accounts/v1/sessions";

/** A browser and its system as people call them; undefined where it does not say. */
const nameOf = (browser: string): string | undefined => {
  const { browser: program, os } = Bowser.parse(browser);
  const named = [program.name, os.name].filter((name) => name !== undefined && name !== "");
  return named.length > 0 ? named.join(" · ") : undefined;
};

/** Where a person is signed in, and the end of what they have left open. */
export const OwnSessions = () => {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const list = useQuery(query(SESSIONS));
  const end = useMutation({
    mutationFn: (session: string) =>
      send("delete", "/api/accounts/v1/sessions/{session}", { path: { session } }),
    onSettled: () => refresh(readsOf(SESSIONS)),
  });
  return (
    <section className="card stack" aria-labelledby="sessions-title">
      <div>
        <h2 id="sessions-title">{t("sessions.title")}</h2>
        <p className="muted">{t("sessions.why")}</p>
      </div>
      <ProblemNote error={list.error ?? end.error} />
      <ul className="sessions">
        {list.data?.items.map(({ session, browser = "", startedAt, usedAt, current }) => (
          <li key={session} className="row" data-current={current}>
            <span className="grow">
              <strong>{nameOf(browser) ?? t("sessions.unknown")}</strong>
              <span className="muted small">
                {startedAt !== undefined && `${t("sessions.since", { at: formatMoment(startedAt) })} · `}
                {t("sessions.used", { at: formatMoment(usedAt) })}
              </span>
            </span>
            {current ? (
              <span className="tag">{t("sessions.here")}</span>
            ) : (
              <BusyButton type="button" busy={end.isPending} onClick={() => end.mutate(session)}>
                {t("sessions.end")}
              </BusyButton>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};
