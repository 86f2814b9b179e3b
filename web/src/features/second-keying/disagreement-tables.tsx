import { useTranslation } from "react-i18next";
import type { ItemOf } from "../../api/paths.ts";
import { formatNumber, formatShare } from "../../ui/format.ts";
import type { Disagreements } from "./use-disagreements.ts";

type Counts = Pick<
  Disagreements["books"][number],
  "compared" | "differing" | "tones" | "first" | "second" | "neither"
>;

const CountHeadings = () => {
  const { t } = useTranslation();
  return ["compared", "differing", "share", "decided", "tones", "first", "second", "neither"].map((one) => (
    <th className="number" key={one}>
      {t(`disagreements.${one}`)}
    </th>
  ));
};

/** How decisions went: of what differs and nobody has decided, nothing is known. */
const Outcome = (props: { readonly count: number; readonly differing: number; readonly decided: number }) => {
  const { t } = useTranslation();
  const { count, differing, decided } = props;
  const isKnown = decided > 0 || differing === 0;
  return (
    <td className="number">
      {isKnown ? formatNumber(count) : <span className="muted small">{t("dashboard.unknown")}</span>}
    </td>
  );
};

const CountCells = ({ counts }: { readonly counts: Counts }) => {
  const { t } = useTranslation();
  const { compared, differing, tones, first, second, neither } = counts;
  const decided = first + second + neither;
  return (
    <>
      <td className="number">{formatNumber(compared)}</td>
      <td className="number">{formatNumber(differing)}</td>
      <td className="number">
        {compared === 0 ? t("dashboard.notEnough") : formatShare(differing / compared)}
      </td>
      <td className="number">{formatNumber(decided)}</td>
      <Outcome count={tones} differing={differing} decided={decided} />
      <Outcome count={first} differing={differing} decided={decided} />
      <Outcome count={second} differing={differing} decided={decided} />
      <Outcome count={neither} differing={differing} decided={decided} />
    </>
  );
};

export const ByField = ({ fields }: Pick<Disagreements, "fields">) => {
  const { t, i18n } = useTranslation();
  return (
    <section className="wide">
      <h2>{t("disagreements.byField")}</h2>
      <table>
        <thead>
          <tr>
            <th>{t("correction.field")}</th>
            <CountHeadings />
          </tr>
        </thead>
        <tbody>
          {fields.map((one) => (
            <tr key={one.field}>
              <th scope="row">{i18n.language === "en" ? one.labelEn : one.labelVi}</th>
              <CountCells counts={one} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

export const ByBook = (
  props: Pick<Disagreements, "books"> & {
    /** What is known of the books, for their numbers. */
    readonly known: readonly ItemOf<"/api/reporting/v1/books">[];
  },
) => {
  const { t } = useTranslation();
  const { books, known } = props;
  const numbers = new Map(known.map(({ id, bookNumber }) => [id, bookNumber]));
  return (
    <section className="wide">
      <h2>{t("disagreements.byBook")}</h2>
      <table>
        <thead>
          <tr>
            <th>{t("search.book")}</th>
            <th className="number">{t("books.cases")}</th>
            <CountHeadings />
          </tr>
        </thead>
        <tbody>
          {books.map((one) => (
            <tr key={one.bookId}>
              <th scope="row">{numbers.get(one.bookId) ?? one.bookId}</th>
              <td className="number">{formatNumber(one.records)}</td>
              <CountCells counts={one} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

export const ByClerk = ({ clerks }: Pick<Disagreements, "clerks">) => {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t("disagreements.byClerk")}</h2>
      <p className="muted small">{t("disagreements.clerkNote")}</p>
      <table>
        <thead>
          <tr>
            <th>{t("accounts.displayName")}</th>
            {["compared", "differing", "decided", "wrong"].map((one) => (
              <th className="number" key={one}>
                {t(`disagreements.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {clerks.map((one) => (
            <tr key={one.account}>
              <th scope="row">{one.name}</th>
              <td className="number">{formatNumber(one.compared)}</td>
              <td className="number">{formatNumber(one.differing)}</td>
              <td className="number">{formatNumber(one.decided)}</td>
              <Outcome count={one.wrong} differing={one.differing} decided={one.decided} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};
