import { useTranslation } from "react-i18next";
import { BasisLine, type Tone } from "./basis-line.tsx";
import { NOT_MENDED } from "./mark-standings.tsx";
import { countMarkedFields } from "./marked-fields.ts";
import type { Standing } from "./verdicts.ts";

type Marked = ReturnType<typeof countMarkedFields>;

/** How it stands with the marked fields as a whole. */
const toldOf = ({ counts }: Marked, complete: boolean, nothingSeen: boolean) => {
  const told = (tone: Tone, word: string) => ({ tone, word });
  if (counts.notMended > 0) return told("bad", "gate.notMended");
  if (counts.wrong > 0) return told("warn", "gate.notMended");
  if (counts.unseen > 0) return told("warn", "gate.toLookAgain");
  // A mark that is gone says nothing of whether its field was changed.
  if (counts.withdrawn > 0) return told("warn", "gate.someTakenAway");
  if (counts.voided > 0) return told("warn", "gate.someVoided");
  if (nothingSeen) return told("warn", "gate.unknown");
  return complete ? told("good", "gate.mended") : told("warn", "gate.noneSoFar");
};

/** The fields that were marked, each once, by what has become of them; the parts add up. */
export const MarksLine = ({
  standing,
}: {
  readonly standing: Pick<Standing, "looks" | "marks" | "unmarkedChanges">;
}) => {
  const { t } = useTranslation();
  const { checked, sampled } = standing.looks;
  const unmarked = standing.unmarkedChanges ?? { fields: 0, seen: 0 };
  const nothingSeen = checked === 0 && sampled > 0;
  const marked = countMarkedFields(standing.marks);
  const { tone, word } = toldOf(marked, checked >= sampled, nothingSeen);
  return (
    <BasisLine label={t("gate.marks")} tone={tone} word={t(word)}>
      {nothingSeen && marked.total === 0
        ? t("dashboard.notEnough")
        : t("gate.fields", { count: marked.total })}
      {marked.classes.map((one) => {
        const text = t(`gate.marked.${one}`, { count: marked.counts[one] });
        return one === "notMended" ? (
          <a className="below" key={one} href={`#${NOT_MENDED}`} data-marked={one}>
            {text}
          </a>
        ) : (
          <span className="below" key={one} data-marked={one}>
            {text}
          </span>
        );
      })}
      {unmarked.fields > 0 && (
        <span className="below" data-unmarked-changes={unmarked.fields}>
          {t("gate.unmarkedChanges", { count: unmarked.fields })}{" "}
          {unmarked.seen === unmarked.fields
            ? t("gate.unmarkedSeen")
            : t("gate.unmarkedUnseen", { count: unmarked.fields - unmarked.seen })}
        </span>
      )}
    </BasisLine>
  );
};
