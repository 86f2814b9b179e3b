import { useTranslation } from "react-i18next";
import { formatDay } from "../../ui/format.ts";
import { useHasRole } from "../../ui/use-session.ts";
import { isOver } from "../../ui/week.ts";
import type { UnitLine } from "./tree-order.ts";

export type Order = { readonly kind: "rename" | "close"; readonly unitId: string };

/** One unit with its times and its former names; its keeper may rename and close it. */
export const UnitRow = (props: {
  readonly unit: UnitLine;
  /** Names of all units that are shown, by their ids. */
  readonly names: ReadonlyMap<string, string>;
  readonly onOrder: (order: Order) => void;
}) => {
  const { t } = useTranslation();
  const keepsUnits = useHasRole("system-admin");
  const { unit, names, onOrder } = props;
  return (
    <tr data-unit={unit.id}>
      <td>
        <span className="indent" data-depth={Math.min(unit.depth, 4)}>
          {isOver(unit.closedOn) ? <del>{unit.name}</del> : unit.name}
        </span>
        {unit.names.length > 1 && (
          <div className="muted small">
            {unit.names
              .map(({ name, from }) => t("units.named", { name, from: formatDay(from) }))
              .join(" · ")}
          </div>
        )}
      </td>
      <td>{t(`units.kind.${unit.kind}`)}</td>
      <td>{unit.code}</td>
      <td className="small">{formatDay(unit.from)}</td>
      <td className="small">
        {unit.closedOn !== undefined &&
          t(unit.successors.length > 0 ? "units.closedInto" : "units.closedOn", {
            day: formatDay(unit.closedOn),
            successors: unit.successors.map((id) => names.get(id) ?? id).join(", "),
          })}
      </td>
      {keepsUnits && (
        <td>
          {!isOver(unit.closedOn) && unit.kind !== "country" && (
            <div className="row">
              <button
                type="button"
                aria-label={`${t("units.rename")}: ${unit.name}`}
                onClick={() => onOrder({ kind: "rename", unitId: unit.id })}
              >
                {t("units.rename")}
              </button>
              <button
                type="button"
                aria-label={`${t("units.close")}: ${unit.name}`}
                onClick={() => onOrder({ kind: "close", unitId: unit.id })}
              >
                {t("units.close")}
              </button>
            </div>
          )}
        </td>
      )}
    </tr>
  );
};
