interface UnitChoice {
  readonly id: string;
  readonly name: string;
}

/** A labelled choice of one unit. */
export const UnitSelect = (props: {
  readonly id: string;
  readonly label: string;
  readonly units: readonly UnitChoice[];
  readonly value: string;
  readonly onChange: (unitId: string) => void;
}) => {
  const { id, label, units, value, onChange } = props;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} name={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {units.map((unit) => (
          <option key={unit.id} value={unit.id}>
            {unit.name}
          </option>
        ))}
      </select>
    </div>
  );
};
