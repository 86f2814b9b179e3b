import type { CommandContext } from "@sogoc/core";

/** For the later steps of a request: its own first step has moved the account on. */
export const withoutExpectation = ({ expectedRevision: _, ...context }: CommandContext): CommandContext =>
  context;
