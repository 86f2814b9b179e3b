// The arrow of ARCHITECTURE.md that types do not count for: who takes a type of a use case has not
// asked for it.
const { options } = require("./.dependency-cruiser.cjs");

module.exports = {
  forbidden: [
    {
      name: "a-use-case-is-asked-for",
      comment: "By a route, a reaction or a job. What only use cases call is a step: it lies in steps/.",
      severity: "error",
      from: {
        path: "^services/[^/]+/src/(routes/|imports/|exports/|reactions\\.ts|app\\.ts)",
        pathNot: "\\.spec\\.ts$",
      },
      module: {
        path: "^services/[^/]+/src/use-cases/",
        pathNot: "\\.spec\\.ts$",
        numberOfDependentsLessThan: 1,
      },
    },
  ],
  options: { ...options, tsPreCompilationDeps: false },
};
