import { IllegibleChoice } from "../../ui/keying/illegible-choice.tsx";
import type { Saving } from "../../ui/keying/use-saving.ts";
import { CaseChoice } from "./case-choice.tsx";
import { FinishSecond } from "./finish-second.tsx";
import type { useSecondKeying } from "./use-second-keying.ts";

/** The question that stands open at the second desk. */
export type Asked = "finish" | "cases" | { readonly illegible: string };

export const SecondQuestions = (props: {
  readonly batchId: string;
  readonly asked: Asked;
  readonly keying: ReturnType<typeof useSecondKeying>;
  readonly saving: Saving;
  readonly onClose: () => void;
}) => {
  const { batchId, asked, keying, saving, onClose } = props;
  const { keyed, data, done } = keying;
  if (asked === "cases") {
    return (
      <CaseChoice
        items={data.items}
        isKeyed={keying.isKeyed}
        onChoose={(one) => void keying.open(one)}
        onClose={onClose}
      />
    );
  }
  if (asked === "finish") {
    return (
      <FinishSecond
        batchId={batchId}
        left={data.items.length - done}
        waiting={saving.waiting + saving.refused.length}
        onClose={onClose}
      />
    );
  }
  const { illegible: code } = asked;
  return (
    <IllegibleChoice
      onChoose={(why) => {
        keyed.change(code, { text: keyed.fields[code]?.text ?? "", special: "illegible", why });
        onClose();
      }}
      onClose={onClose}
    />
  );
};
