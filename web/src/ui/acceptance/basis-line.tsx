import type { ReactNode } from "react";

export type Tone = "good" | "bad" | "warn";

/** One line of what a verdict rests on: its figures, and in a word whether it stands. */
export const BasisLine = (props: {
  readonly label: string;
  readonly tone: Tone;
  readonly word: string;
  readonly children: ReactNode;
}) => (
  <tr data-basis={props.tone}>
    <th scope="row">{props.label}</th>
    <td>{props.children}</td>
    <td>
      <span className="tag" data-tone={props.tone}>
        {props.word}
      </span>
    </td>
  </tr>
);
