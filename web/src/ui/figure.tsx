/** One number with what it is. */
export const Figure = (props: { readonly label: string; readonly value: string; readonly note?: string }) => (
  <div className="card figure">
    <span className="muted small">{props.label}</span>
    <b>{props.value}</b>
    <span className="muted small">{props.note ?? "\u00a0"}</span>
  </div>
);
