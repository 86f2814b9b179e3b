import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useHasRole } from "../use-session.ts";
import { NOT_MENDED } from "./mark-standings.tsx";
import { type BookCounts, type Standing, stepsOfOthers, type Verdict } from "./verdicts.ts";

type Asked = Pick<Standing, "looks" | "obstacles" | "unanswered" | "notMended" | "people" | "limits">;

/** The way to findings of the books that are open: to close them, or to look at them. */
const OpenBooks = ({ books }: { readonly books: readonly BookCounts[] }) => {
  const { t } = useTranslation();
  const keeper = useHasRole("book-keeper");
  return books
    .filter(({ openFindings }) => openFindings > 0)
    .map(({ bookId, openFindings }) => (
      <Link className="below" key={bookId} href={`/so/${bookId}/doi-soat`}>
        {t(keeper ? "gate.next.close" : "gate.next.look", { count: openFindings })}
      </Link>
    ));
};

/**
 * What others have to do before a verdict can be given, each thing once: who, by role and name, and
 * the way there for whoever can do it themselves.
 */
export const NextSteps = (props: {
  readonly of: "lot" | "batch";
  readonly standing: Asked;
  readonly verdicts: readonly Verdict[];
  readonly books: readonly BookCounts[];
}) => {
  const { t } = useTranslation();
  const { of, standing, verdicts, books } = props;
  const { isStuck, steps } = stepsOfOthers(verdicts, standing, of);
  if (steps.length === 0) return null;
  return (
    <div data-next-steps={isStuck ? "stuck" : "some"}>
      <p>
        <strong>{t(isStuck ? "gate.next.stuck" : "gate.next.title")}</strong>
      </p>
      <ul>
        {steps.map(({ code, role }) => {
          const people = standing.people[role];
          return (
            <li key={code} data-next-step={code}>
              {t(`gate.next.step.${code}`)} {t(`gate.next.role.${role}`)}{" "}
              <strong>{people.length === 0 ? t("gate.next.nobody") : people.join(", ")}</strong>.
              {code === "reconciliation-open" && <OpenBooks books={books} />}
              {code === "marks-not-mended" && (
                <a className="below" href={`#${NOT_MENDED}`}>
                  {t("gate.next.marks")}
                </a>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
};
