import { useTranslation } from "react-i18next";

interface UnitChoice {
  readonly id: string;
  readonly name: string;
}

/** A labelled choice of one unit; nothing is chosen while the value is empty, and one must be. */
export const UnitSelect = (props: {
  readonly id: string;
  readonly label: string;
  readonly units: readonly UnitChoice[];
  readonly value: string;
  readonly onChange: (unitId: string) => void;
}) => {
  const { t } = useTranslation();
  const { id, label, units, value, onChange } = props;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} name={id} value={value} required onChange={(event) => onChange(event.target.value)}>
        {value === "" && (
          <option value="" disabled>
            {t("common.choose")}
          </option>
        )}
        {units.map((unit) => (
          <option key={unit.id} value={unit.id}>
            {unit.name}
          </option>
        ))}
      </select>
    </div>
  );
};
