import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { FieldProblem } from "../../api/problem.ts";
import type { KeyedField } from "./keyed-fields.ts";
import { type Candidate, proposalFor } from "./proposals.ts";

export interface FieldColumn {
  readonly code: string;
  readonly labelVi: string;
  readonly labelEn: string;
  readonly type: string;
  readonly group: string;
  /** What the book type itself calls the group, where it does. */
  readonly groupVi?: string | undefined;
  readonly groupEn?: string | undefined;
  readonly codeTable?: string | undefined;
  readonly required: boolean;
}

export interface Mark {
  readonly field: string;
  readonly severity: string;
  readonly reason: string;
}

interface Props {
  readonly column: FieldColumn;
  readonly shortened: boolean;
  readonly field: KeyedField | undefined;
  readonly problems: readonly FieldProblem[];
  readonly mark: Mark | undefined;
  /** The entry of the code table that the code stands for. */
  readonly codeLabel: string | undefined;
  readonly list: string | undefined;
  /** What the field may become, the likeliest first. */
  readonly candidates: readonly Candidate[];
  readonly onChange: (code: string, field: KeyedField) => void;
  readonly onLeave: (code: string) => void;
}

export const shortLabel = (label: string): string => label.replace(/ \(.*\)$/, "");

const stateOf = (field: KeyedField | undefined): string | undefined => {
  if (field?.special) return "special";
  if (field?.doubtful) return "doubtful";
  return field?.ditto ? "ditto" : undefined;
};

const severityOf = (problems: readonly FieldProblem[]): "error" | "warning" | undefined => {
  if (problems.some((one) => one.severity === "error")) return "error";
  return problems.some((one) => one.severity !== "info") ? "warning" : undefined;
};

/** What is said of a value that is offered and not confirmed yet. */
const offeredAs = {
  "carried-over": "desk.ditto",
  "counted-on": "desk.nextNumber",
  "from-book": "desk.fromBook",
} as const;

const isTold = (field: KeyedField | undefined): boolean =>
  Boolean(field?.doubtful || field?.ditto || field?.why);

/** What stands behind the input: what it may become, what its code means, and how it was keyed. */
const Beside = (
  props: Pick<Props, "field" | "codeLabel"> & {
    readonly id: string;
    readonly proposal: Candidate | undefined;
  },
) => {
  const { t } = useTranslation();
  const { id, field, codeLabel, proposal } = props;
  return (
    <>
      {proposal && (
        <span className="code-label proposal" id={`${id}-proposal`}>
          <kbd>→</kbd> {proposal.told}
        </span>
      )}
      {codeLabel !== undefined && <span className="code-label">{codeLabel}</span>}
      {field && isTold(field) && (
        <span className="code-label" id={`${id}-state`}>
          {field.why
            ? t(`desk.why.${field.why}`)
            : t(field.doubtful ? "desk.doubtful" : offeredAs[field.seen ?? "carried-over"])}
        </span>
      )}
    </>
  );
};

/** What stands below the line: the check's mark, and what the rules say. */
const Below = ({ id, mark, problems }: Pick<Props, "mark" | "problems"> & { readonly id: string }) => {
  const { t, i18n } = useTranslation();
  const english = i18n.language === "en";
  return (
    <>
      {mark && (
        <div className="mark" id={`${id}-mark`}>
          ✗ {t("desk.markedBecause", { reason: mark.reason })}
        </div>
      )}
      {problems.length > 0 && (
        <div className="hint" id={`${id}-hint`}>
          {problems.map((one) => (english ? (one.detailEn ?? one.detail) : one.detail)).join(" ")}
        </div>
      )}
    </>
  );
};

/** One column of the register. Memoised, so that a keystroke draws one line and not sixty. */
export const FieldLine = memo((props: Props) => {
  const { column, shortened, field, problems, mark, codeLabel, list, candidates, onChange, onLeave } = props;
  const { t, i18n } = useTranslation();
  const severity = severityOf(problems);
  const special = field?.special;
  const keyed = field?.text ?? "";
  const words = { blank: t("history.blank"), illegible: `${keyed} ${t("history.illegible")}`.trim() };
  const proposal = special ? undefined : proposalFor(keyed, candidates);
  const label = i18n.language === "en" ? column.labelEn : column.labelVi;
  const id = `field-${column.code}`;
  const described = [
    ...(mark ? [`${id}-mark`] : []),
    ...(problems.length > 0 ? [`${id}-hint`] : []),
    ...(isTold(field) ? [`${id}-state`] : []),
    ...(proposal ? [`${id}-proposal`] : []),
  ];
  const leave = () => {
    // Not while typing: a keyboard that builds letters from parts takes its own parts back.
    const composed = field?.text.normalize("NFC");
    if (field && composed !== undefined && composed !== field.text)
      onChange(column.code, { ...field, text: composed });
    onLeave(column.code);
  };
  const change = (text: string) =>
    onChange(column.code, field?.doubtful ? { text, doubtful: true } : { text });
  return (
    <div className="line" data-severity={severity} data-marked={mark !== undefined}>
      <label htmlFor={id}>
        {shortened ? shortLabel(label) : label}
        {column.required ? " *" : ""}
      </label>
      <div className="keyed">
        <input
          id={id}
          data-field={column.code}
          data-state={stateOf(field)}
          // Said in place of a value, so that whoever types says what the paper has instead.
          value={special ? "" : keyed}
          placeholder={special && words[special]}
          list={special ? undefined : list}
          data-proposal={proposal?.text}
          autoComplete="off"
          spellCheck={false}
          aria-required={column.required}
          aria-invalid={severity === "error"}
          aria-describedby={described.length > 0 ? described.join(" ") : undefined}
          onBlur={leave}
          onChange={({ target }) => change(target.value)}
        />
        <Beside id={id} field={field} codeLabel={codeLabel} proposal={proposal} />
      </div>
      <Below id={id} mark={mark} problems={problems} />
    </div>
  );
});
