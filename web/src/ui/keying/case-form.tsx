import { memo, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { FieldProblem } from "../../api/problem.ts";
import { isAnsweredByBook } from "../use-record-type.ts";
import { type FieldColumn, FieldLine, type Mark, shortLabel } from "./field-line.tsx";
import { groupName } from "./group-name.ts";
import type { KeyedField, KeyedFields } from "./keyed-fields.ts";
import { fieldOf } from "./problems.ts";
import { type Candidate, candidateOf } from "./proposals.ts";
import { isRepeating, keyedBefore, type Stage } from "./suggestions.ts";

interface CodeEntry {
  readonly code: string;
  readonly label: string;
}
type CodeTables = Readonly<Record<string, readonly CodeEntry[]>>;

const noProblems: readonly FieldProblem[] = [];
const noCandidates: readonly Candidate[] = [];

const CodeLists = memo(({ tables }: { readonly tables: CodeTables }) =>
  Object.entries(tables).map(([name, entries]) => (
    <datalist id={`table-${name}`} key={name}>
      {entries.map((entry) => (
        <option key={entry.code} value={entry.code}>
          {entry.label === entry.code ? undefined : entry.label}
        </option>
      ))}
    </datalist>
  )),
);

interface SeenListsProps {
  readonly columns: readonly FieldColumn[];
  readonly stage: Stage;
  readonly turn: number;
}
const SeenLists = memo(({ columns, stage }: SeenListsProps) =>
  columns.filter(isRepeating).map(({ code }) => (
    <datalist id={`seen-${code}`} key={code}>
      {keyedBefore(code, stage).map((text) => (
        <option key={text} value={text} />
      ))}
    </datalist>
  )),
);

const listOf = (column: FieldColumn): string | undefined => {
  if (column.codeTable !== undefined) return `table-${column.codeTable}`;
  return isRepeating(column) ? `seen-${column.code}` : undefined;
};

/**
 * The group's heading says whose name it is, so the label need not, unless two would then read the
 * same.
 */
const withShortLabels = (members: readonly FieldColumn[]): ReadonlySet<string> => {
  const same = Map.groupBy(members, ({ labelVi }) => shortLabel(labelVi));
  return new Set([...same.values()].filter(({ length }) => length === 1).flatMap(([one]) => one?.code ?? []));
};

/** The register's columns in the order of the paper, in groups. */
export const CaseForm = (props: {
  readonly columns: readonly FieldColumn[];
  readonly codeTables: CodeTables;
  readonly fields: KeyedFields;
  readonly problems: readonly FieldProblem[];
  readonly marks?: readonly Mark[];
  readonly stage?: Stage;
  /** The case holds another number than its book's, which is to be mended. */
  readonly otherBookNumber?: true | undefined;
  /** Changes when suggestions have grown. */
  readonly turn: number;
  readonly onChange: (code: string, field: KeyedField) => void;
  readonly onLeave: (code: string) => void;
}) => {
  const { columns, codeTables, fields, problems, marks, stage = "first", turn, onChange, onLeave } = props;
  const { otherBookNumber } = props;
  const { i18n } = useTranslation();
  const groups = useMemo(() => {
    const shown = columns.filter(({ code }) => !isAnsweredByBook(code, { otherBookNumber }));
    return [...Map.groupBy(shown, ({ group }) => group)].map(
      ([group, members]) => [group, members, withShortLabels(members)] as const,
    );
  }, [columns, otherBookNumber]);
  const labels = useMemo(() => {
    const tables = Object.entries(codeTables).map(
      ([name, entries]) => [name, new Map(entries.map(({ code, label }) => [code, label]))] as const,
    );
    return new Map(tables);
  }, [codeTables]);
  const candidates = useMemo(() => {
    const tables = new Map(
      Object.entries(codeTables).map(([name, entries]) => [name, entries.map(candidateOf)]),
    );
    const before = ({ code }: FieldColumn) =>
      keyedBefore(code, stage).map((text) => candidateOf({ code: text, label: text }));
    return new Map(
      columns.map((column) => [
        column.code,
        tables.get(column.codeTable ?? "") ?? (isRepeating(column) ? before(column) : noCandidates),
      ]),
    );
  }, [codeTables, columns, stage, turn]);
  const byField = useMemo(() => Map.groupBy(problems, fieldOf), [problems]);
  const labelOf = ({ code, codeTable = "" }: FieldColumn): string | undefined => {
    const text = fields[code]?.text ?? "";
    const label = fields[code]?.special ? undefined : labels.get(codeTable)?.get(text);
    return label === text ? undefined : label;
  };
  return (
    <>
      <CodeLists tables={codeTables} />
      <SeenLists columns={columns} stage={stage} turn={turn} />
      {groups.map(([group, members, short]) => (
        <fieldset key={group} data-group={group}>
          <legend>{groupName(members, i18n.language) ?? group}</legend>
          {members.map((column) => (
            <FieldLine
              key={column.code}
              column={column}
              shortened={short.has(column.code)}
              field={fields[column.code]}
              problems={byField.get(column.code) ?? noProblems}
              mark={marks?.find(({ field }) => field === column.code)}
              codeLabel={labelOf(column)}
              list={listOf(column)}
              candidates={candidates.get(column.code) ?? noCandidates}
              onChange={onChange}
              onLeave={onLeave}
            />
          ))}
        </fieldset>
      ))}
    </>
  );
};
