import { MarkQuestion } from "./mark-question.tsx";
import type { Mark } from "./use-sampled-record.ts";
import { WithdrawQuestion } from "./withdraw-question.tsx";

/** The question about a field of a sampled case that stands open, if any. */
export const MarkDialogs = (props: {
  /** The field that is to be marked. */
  readonly asking: string | undefined;
  /** The mark that is to be taken away and goes only with a reason. */
  readonly withdrawing: Mark | undefined;
  /** Reasons for taking marks away that were typed before, by field. */
  readonly typed: Readonly<Record<string, string>>;
  readonly labelOf: (field: string) => string;
  readonly onMark: (mark: Mark) => void;
  readonly onWithdraw: (field: string, reason: string) => void;
  readonly onClose: () => void;
}) => {
  const { asking, withdrawing, typed, labelOf, onMark, onWithdraw, onClose } = props;
  if (withdrawing) {
    return (
      <WithdrawQuestion
        mark={withdrawing}
        label={labelOf(withdrawing.field)}
        typed={typed[withdrawing.field]}
        onWithdraw={(reason) => {
          onWithdraw(withdrawing.field, reason);
          onClose();
        }}
        onClose={onClose}
      />
    );
  }
  if (asking === undefined) return null;
  return (
    <MarkQuestion
      field={asking}
      label={labelOf(asking)}
      onMark={(mark) => {
        onMark(mark);
        onClose();
      }}
      onClose={onClose}
    />
  );
};
